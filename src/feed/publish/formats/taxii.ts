import type { PublishedList } from '../list.ts'
import { oncePerSnapshot } from '../rendered.ts'
import { namedUuid } from '../uuid.ts'
import { stixOf, type StixEntry } from './stix.ts'

/** Objects of the one collection of a TAXII 2.1 server (OASIS, 10 June 2021). */
export const collectionId = namedUuid('blacklist')
export const mostObjects = 1000

export interface TaxiiQuery {
  /** Only what was added later, UTC milliseconds; -1 for all. */
  readonly addedAfter: number
  readonly limit: number
  /** From the answer in front. */
  readonly next: string | undefined
  readonly ids: readonly string[]
  readonly types: readonly string[]
  /** Of STIX. */
  readonly specVersions: readonly string[]
  /** `all`, `first`, `last`, or when an object was modified; the newest version alone is kept. */
  readonly versions: readonly string[]
}

export interface TaxiiPage {
  readonly entries: readonly StixEntry[]
  /** Where the answer goes on, if it does. */
  readonly next?: string
}

export interface Taxii {
  /** @returns `undefined` when `next` is none that this feed gave. */
  page(query: TaxiiQuery): TaxiiPage | undefined
}

export function createTaxii(list: PublishedList): Taxii {
  const all = oncePerSnapshot(list, stixOf)
  return {
    page(query) {
      const behind = query.next === undefined ? { added: query.addedAfter, listId: Infinity } : placeOf(query.next)
      if (!behind) return undefined
      const entries: StixEntry[] = []
      const known = all()
      const ids = new Set(query.ids)
      for (let at = firstBehind(known, behind); at < known.length; at += 1) {
        const entry = known[at]
        if (!entry || !isWanted(entry, ids, query)) continue
        if (entries.length === query.limit) return { entries, next: keyOf(entries.at(-1) ?? entry) }
        entries.push(entry)
      }
      return { entries }
    },
  }
}

const isWanted = ({ id, object }: StixEntry, ids: ReadonlySet<string>, asked: TaxiiQuery): boolean =>
  (ids.size === 0 || ids.has(id)) &&
  isOneOf(asked.types, object.type) &&
  isOneOf(asked.specVersions, object.spec_version) &&
  isVersion(asked.versions, Date.parse(object.modified))

const isOneOf = (wanted: readonly string[], value: string): boolean => wanted.length === 0 || wanted.includes(value)

const isVersion = (wanted: readonly string[], modified: number): boolean =>
  wanted.length === 0 ||
  wanted.some((version) => ['all', 'first', 'last'].includes(version) || Date.parse(version) === modified)

type Place = Pick<StixEntry, 'added' | 'listId'>

function firstBehind(all: readonly StixEntry[], { added, listId }: Place): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const entry = all[middle]
    if (!entry || entry.added > added || (entry.added === added && entry.listId > listId)) high = middle
    else low = middle + 1
  }
  return low
}

const keyOf = ({ added, listId }: Place): string => Buffer.from(`${added}.${listId}`).toString('base64url')

function placeOf(key: string): Place | undefined {
  const [, added, listId] = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(key, 'base64url').toString('latin1')) ?? []
  return added === undefined ? undefined : { added: Number(added), listId: Number(listId) }
}

import type { Delisted } from '../../ledger/delisted.ts'
import type { Listed } from '../../ledger/listed.ts'
import { contains, overlaps, parseNetwork } from '../../../contract/ledger/address.ts'
import { highestId, type PublishedList } from '../list.ts'
import { forAMoment, inSteps } from '../rendered.ts'
import { firstAbove } from './apiban.ts'

/** What a bouncer was told so far; without one it is told everything, which is always right. */
export interface DecisionCursor {
  readonly listId: number
  readonly forgotten: number
  readonly at: number
}

/** What a bouncer wants to hear of. */
export interface DecisionFilter {
  /** `ip`, `range`, in lower case. */
  readonly scopes: readonly string[]
  /** Origins it trusts; empty for all. */
  readonly origins: readonly string[]
  /** Words of which the scenario must contain one; empty for all. */
  readonly containing: readonly string[]
  /** Words that the scenario must not contain. */
  readonly notContaining: readonly string[]
}

export interface DecisionQuery {
  readonly ip: string | undefined
  readonly range: string | undefined
  /** Is a range that lies in the one asked for enough? */
  readonly inside: boolean
}

export interface DecisionAnswer {
  readonly body: Promise<Buffer>
  readonly cursor: DecisionCursor
}

/** Decisions as CrowdSec's local API gives them to bouncers (docs/feed-formats.md). */
export interface Decisions {
  /** What changed behind `cursor`; without one the whole list, and what must not be in the firewall any more. */
  stream(cursor: DecisionCursor | undefined, filter: DecisionFilter): DecisionAnswer
  /** `null` as JSON when there are none: bouncers look for that word. */
  about(query: DecisionQuery, filter: DecisionFilter): Buffer
}

const origin = 'honeynet'
const scenario = 'honeynet/sip-attack'

export function createDecisions(list: PublishedList, now: () => number): Decisions {
  const everything = forAMoment(list, now, ({ entries }, time) =>
    documentOf(entries, list.forgetting.since(0), unfiltered, time),
  )
  const cursorNow = (): DecisionCursor => ({ listId: highestId(list), forgotten: list.forgetting.last(), at: now() })
  const whole = (filter: DecisionFilter): Promise<Buffer> =>
    passesAll(filter) ? everything() : documentOf(list.snapshot().entries, list.forgetting.since(0), filter, now())
  return {
    stream(before, filter) {
      const cursor = cursorNow()
      if (!before) return { body: whole(filter), cursor }
      const gone = list.forgetting.since(before.forgotten)
      const body = documentOf(newSince(list, before, cursor.at), gone, filter, cursor.at)
      // A list that shrank at its end must not make the cursor go back.
      return { body, cursor: { ...cursor, listId: Math.max(before.listId, cursor.listId) } }
    },
    about(query, filter) {
      const time = now()
      const found = matching(list.snapshot().entries, query)
        .filter(({ address }) => passes(address, filter))
        .map((entry) => decisionOf(entry, durationOf(entry.expiresAt - time)))
      return Buffer.from(found.length === 0 ? 'null' : JSON.stringify(found))
    },
  }
}

function newSince(list: PublishedList, { listId, at }: DecisionCursor, time: number): readonly Listed[] {
  const { entries } = list.snapshot()
  const again = list.forgetting.renewed(at, time)
  const start = firstAbove(entries, listId)
  if (again.size === 0) return entries.slice(start)
  return [...entries.slice(0, start).filter((entry) => again.has(entry.listId)), ...entries.slice(start)]
}

const unfiltered: DecisionFilter = { scopes: ['ip', 'range'], origins: [], containing: [], notContaining: [] }

async function documentOf(
  fresh: readonly Listed[],
  gone: readonly Delisted[],
  filter: DecisionFilter,
  time: number,
): Promise<Buffer> {
  const wanted = ({ address }: { readonly address: string }): boolean => passes(address, filter)
  const added = await inSteps(fresh.filter(wanted), (entry) =>
    JSON.stringify(decisionOf(entry, durationOf(entry.expiresAt - time))),
  )
  const removed = await inSteps(gone.filter(wanted), (entry) =>
    JSON.stringify(decisionOf(entry, `-${durationOf(time - entry.delistedAt)}`)),
  )
  return Buffer.from(`{"new":[${added.join(',')}],"deleted":[${removed.join(',')}]}`)
}

const decisionOf = ({ listId, address }: Pick<Listed, 'listId' | 'address'>, duration: string): unknown => ({
  ...{ id: listId, origin, type: 'ban', scope: scopeOf(address), value: address, duration, scenario },
})

const scopeOf = (address: string): 'Range' | 'Ip' => (address.includes('/') ? 'Range' : 'Ip')

/** As Go writes one: `3h59m0s`. Never zero: that would be a decision without an end. */
function durationOf(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return `${Math.floor(seconds / 3600)}h${Math.floor(seconds / 60) % 60}m${seconds % 60}s`
}

function passes(address: string, filter: DecisionFilter): boolean {
  return filter.scopes.includes(scopeOf(address).toLowerCase()) && passesOrigin(filter)
}

function passesOrigin({ origins, containing, notContaining }: DecisionFilter): boolean {
  if (origins.length > 0 && !origins.includes(origin)) return false
  if (containing.length > 0 && !containing.some((word) => scenario.includes(word))) return false
  return !notContaining.some((word) => scenario.includes(word))
}

const passesAll = (filter: DecisionFilter): boolean =>
  filter.scopes.includes('ip') && filter.scopes.includes('range') && passesOrigin(filter)

function matching(entries: readonly Listed[], { ip, range, inside }: DecisionQuery): readonly Listed[] {
  const text = ip ?? range
  if (text === undefined) return entries
  const asked = parseNetwork(text)
  if (!asked) return []
  return entries.filter(({ address }) => {
    if (address === asked.text) return true
    if (!inside && !address.includes('/')) return false
    const network = parseNetwork(address)
    return network !== undefined && (inside ? overlaps(network, asked) : contains(network, asked))
  })
}

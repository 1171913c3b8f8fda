import type { Delisted } from '../../ledger/delisted.ts'
import type { Listed } from '../../ledger/listed.ts'
import { highestId, type PublishedList } from '../list.ts'
import { eachForAMoment, forAMoment, inSteps } from '../rendered.ts'
import { firstAbove } from './apiban.ts'
import { createMatching, type DecisionQuery } from './matching.ts'

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

export interface DecisionAnswer {
  readonly body: Promise<Buffer>
  readonly cursor: DecisionCursor
}

/** Decisions as CrowdSec's local API gives them to bouncers (docs/feed-formats.md). */
export interface Decisions {
  /** What changed behind `cursor`, and in the ten minutes in front of it; without one the whole list, and what must not be in the firewall any more. */
  stream(cursor: DecisionCursor | undefined, filter: DecisionFilter): DecisionAnswer
  /** `null` as JSON when there are none: bouncers look for that word. */
  about(query: DecisionQuery, filter: DecisionFilter): Buffer
  /** All of them, as `about` gives some. */
  all(filter: DecisionFilter): Promise<Buffer>
}

const origin = 'honeynet'
const scenario = 'honeynet/sip-attack'

/**
 * Bouncers behind one address that share a key and a name share a cursor too. As long as each asks every few minutes,
 * none misses what another was told; who has something already takes it for the same. Milliseconds.
 */
const overlap = 600_000
/** Overlaps begin at whole minutes, so that most bouncers get the same bytes. */
const step = 60_000
const overlapBefore = (at: number): number => Math.floor((at - overlap) / step) * step

export function createDecisions(list: PublishedList, now: () => number): Decisions {
  const everything = forAMoment(list, now, ({ entries }, time) =>
    documentOf(entries, list.forgetting.since(0), unfiltered, time),
  )
  const allOfThem = forAMoment(list, now, ({ entries }, time) => arrayOf(entries, unfiltered, time))
  const matching = createMatching(list)
  const deltas = eachForAMoment<Promise<Buffer>>(list, now)
  const cursorNow = (): DecisionCursor => ({ listId: highestId(list), forgotten: list.forgetting.last(), at: now() })
  const whole = (filter: DecisionFilter): Promise<Buffer> =>
    passesAll(filter) ? everything() : documentOf(list.snapshot().entries, list.forgetting.since(0), filter, now())
  return {
    stream(before, filter) {
      const cursor = cursorNow()
      if (!before) return { body: whole(filter), cursor }
      const fresh = newSince(list, before, cursor.at)
      const gone = list.forgetting.since(before.forgotten, overlapBefore(before.at))
      const make = (time: number): Promise<Buffer> => documentOf(fresh.entries, gone, filter, time)
      const isUsual = fresh.start !== undefined && passesAll(filter)
      const body = isUsual ? deltas(`${fresh.start} ${gone.length}`, make) : make(cursor.at)
      // A list that shrank at its end must not make the cursor go back.
      return { body, cursor: { ...cursor, listId: Math.max(before.listId, cursor.listId) } }
    },
    about(query, filter) {
      const time = now()
      const found = matching(query)
        .filter(({ address }) => passes(address, filter))
        .map((entry) => decisionOf(entry, durationOf(entry.expiresAt - time)))
      return Buffer.from(found.length === 0 ? 'null' : JSON.stringify(found))
    },
    all: (filter) => (passesAll(filter) ? allOfThem() : arrayOf(list.snapshot().entries, filter, now())),
  }
}

/** `start`: all from this place on is new; absent where single entries in front of it are so too. */
interface News {
  readonly start?: number
  readonly entries: readonly Listed[]
}

function newSince(list: PublishedList, { listId, at }: DecisionCursor, time: number): News {
  const { entries } = list.snapshot()
  const from = overlapBefore(at)
  const again = list.forgetting.renewed(from, time)
  const start = Math.min(firstAbove(entries, listId), firstPublishedAfter(entries, from))
  const behind = entries.slice(start)
  if (again.size === 0) return { start, entries: behind }
  return { entries: [...entries.slice(0, start).filter((entry) => again.has(entry.listId)), ...behind] }
}

/** Times rise with list IDs. */
function firstPublishedAfter(entries: readonly Listed[], time: number): number {
  return entries.findLastIndex(({ publishedAt }) => publishedAt <= time) + 1
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

async function arrayOf(entries: readonly Listed[], filter: DecisionFilter, time: number): Promise<Buffer> {
  const wanted = entries.filter(({ address }) => passes(address, filter))
  const written = await inSteps(wanted, (entry) =>
    JSON.stringify(decisionOf(entry, durationOf(entry.expiresAt - time))),
  )
  return Buffer.from(written.length === 0 ? 'null' : `[${written.join(',')}]`)
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

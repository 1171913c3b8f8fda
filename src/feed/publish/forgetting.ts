import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { Delisted } from '../ledger/delisted.ts'
import type { Listed } from '../ledger/listed.ts'

/**
 * Clients that keep single decisions must be told to forget an address, but only when no other ban covers it any more:
 * whoever forgets 192.0.2.1 while 192.0.2.0/24 is banned may have opened a hole. What is covered waits here until the
 * last ban around it has gone.
 */
export interface Forgetting {
  /** Grows with every address to be forgotten. */
  last(): number
  /** Those behind `order`, or behind `time` (UTC milliseconds), that nobody lists again, oldest first. */
  since(order: number, time?: number): readonly Delisted[]
  /**
   * List IDs of entries whose address had another time-out before, by the same ban or another one, that ran out between
   * the two: a client that had the address already kept that time-out, lost it just now, and must be given it again.
   */
  renewed(after: number, until: number): ReadonlySet<number>
}

export interface ListChange {
  readonly put: readonly Listed[]
  /** What the changed bans had on the list before. */
  readonly left: readonly Listed[]
  readonly delisted: readonly Delisted[]
}

export interface ChangingForgetting extends Forgetting {
  change(change: ListChange, now: number): void
}

/** As long as the ledger remembers what left the list, milliseconds. */
export const remembered = 30 * 86_400_000

interface Due {
  readonly order: number
  /** When it became due; never less than that of the one in front. */
  readonly at: number
  readonly delisted: Delisted
}

interface Renewal {
  readonly listId: number
  readonly at: number
}

export function createForgetting(initial: readonly Listed[], before: readonly Delisted[]): ChangingForgetting {
  const cover = createCover(initial)
  let covered: readonly Delisted[] = []
  let due: Due[] = []
  let renewals: Renewal[] = []
  let last = 0

  const settle = (waiting: readonly Delisted[], now: number): void => {
    const at = Math.max(now, due.at(-1)?.at ?? 0)
    covered = waiting.filter(({ address }) => cover.covers(address))
    for (const delisted of waiting) {
      if (!cover.covers(delisted.address)) due.push({ order: (last += 1), at, delisted })
    }
  }
  settle(before, before.at(-1)?.delistedAt ?? 0)

  return {
    last: () => last,
    since(order, time = Infinity) {
      const first = due.findLastIndex((each) => each.order <= order && each.at <= time) + 1
      const behind = due.slice(first).map(({ delisted }) => delisted)
      return [...new Map(behind.map((each) => [each.address, each])).values()].filter(
        ({ address }) => !cover.covers(address),
      )
    },
    renewed: (after, until) =>
      new Set(renewals.filter(({ at }) => at > after && at <= until).map(({ listId }) => listId)),
    change({ put, left, delisted }, now) {
      for (const entry of left) cover.remove(entry)
      for (const entry of put) cover.add(entry)
      const again = left.flatMap((old) => cover.of(old.address).flatMap((entry) => renewalOf(entry, old, now)))
      renewals = [...renewals.filter(({ at }) => at > now - remembered), ...again]
      if (delisted.length === 0) return
      due = due.filter((each) => each.delisted.delistedAt > now - remembered)
      settle([...covered, ...delisted], now)
    },
  }
}

const renewalOf = ({ listId }: Listed, old: Listed, now: number): readonly Renewal[] =>
  listId === old.listId ? [] : [{ listId, at: Math.max(old.expiresAt, now) }]

interface Cover {
  covers(address: string): boolean
  /** Those of exactly this address or range. */
  of(address: string): readonly Listed[]
  add(entry: Listed): void
  remove(entry: Listed): void
}

/** Few bans are ranges, so these are gone through, and everything else looked up. */
function createCover(initial: readonly Listed[]): Cover {
  /** Mostly one each; parts of a range that was split may be banned by themselves too. */
  const byAddress = new Map<string, readonly Listed[]>()
  const ranges = new Map<string, Network>()
  const of = (address: string): readonly Listed[] => byAddress.get(address) ?? []
  const add = (entry: Listed): void => {
    const { address } = entry
    byAddress.set(address, [...of(address), entry])
    const range = address.includes('/') ? parseNetwork(address) : undefined
    if (range) ranges.set(address, range)
  }
  initial.forEach(add)
  return {
    of,
    add,
    remove({ ban, address }) {
      const others = of(address).filter((entry) => entry.ban !== ban)
      if (others.length > 0) byAddress.set(address, others)
      else {
        byAddress.delete(address)
        ranges.delete(address)
      }
    },
    covers(address) {
      if (byAddress.has(address)) return true
      const network = ranges.size === 0 ? undefined : parseNetwork(address)
      return network !== undefined && [...ranges.values()].some((range) => contains(range, network))
    },
  }
}

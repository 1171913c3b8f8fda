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
  /** Those behind `order` that nobody lists again, oldest first. */
  since(order: number): readonly Delisted[]
  /**
   * List IDs of entries that were listed again and whose earlier time ran out between the two: a client that had the
   * address already kept its old time-out, lost it just now, and must be given it again.
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

interface Renewal {
  readonly ban: string
  readonly listId: number
  readonly at: number
}

export function createForgetting(initial: readonly Listed[], before: readonly Delisted[]): ChangingForgetting {
  const cover = createCover(initial)
  let covered: readonly Delisted[] = []
  let due: { readonly order: number; readonly delisted: Delisted }[] = []
  let renewals: Renewal[] = []
  let last = 0

  const settle = (waiting: readonly Delisted[]): void => {
    covered = waiting.filter(({ address }) => cover.covers(address))
    for (const delisted of waiting) {
      if (!cover.covers(delisted.address)) due.push({ order: (last += 1), delisted })
    }
  }
  settle(before)

  return {
    last: () => last,
    since(order) {
      const first = due.findLastIndex((each) => each.order <= order) + 1
      return due.slice(first).flatMap(({ delisted }) => (cover.covers(delisted.address) ? [] : [delisted]))
    },
    renewed: (after, until) =>
      new Set(renewals.filter(({ at }) => at > after && at <= until).map(({ listId }) => listId)),
    change({ put, left, delisted }, now) {
      for (const entry of left) cover.remove(entry)
      for (const entry of put) cover.add(entry)
      renewals = [...renewals.filter(({ at }) => at > now - remembered), ...renewalsIn(put, left)]
      if (delisted.length === 0) return
      due = due.filter((each) => each.delisted.delistedAt > now - remembered)
      settle([...covered, ...delisted])
    },
  }
}

function renewalsIn(put: readonly Listed[], left: readonly Listed[]): Renewal[] {
  const before = new Map(left.map((entry) => [entry.ban, entry]))
  return put.flatMap(({ ban, listId }) => {
    const old = before.get(ban)
    return old && old.listId !== listId ? [{ ban, listId, at: old.expiresAt }] : []
  })
}

interface Cover {
  covers(address: string): boolean
  add(entry: Listed): void
  remove(entry: Listed): void
}

/** Few bans are ranges, so these are gone through, and hosts looked up. */
function createCover(initial: readonly Listed[]): Cover {
  const hosts = new Map<string, string>()
  const ranges = new Map<string, Network>()
  const add = ({ ban, address }: Listed): void => {
    const range = address.includes('/') ? parseNetwork(address) : undefined
    if (range) ranges.set(ban, range)
    else hosts.set(address, ban)
  }
  initial.forEach(add)
  return {
    add,
    remove({ ban, address }) {
      ranges.delete(ban)
      if (hosts.get(address) === ban) hosts.delete(address)
    },
    covers(address) {
      if (hosts.has(address)) return true
      const network = ranges.size === 0 ? undefined : parseNetwork(address)
      return network !== undefined && [...ranges.values()].some((range) => contains(range, network))
    },
  }
}

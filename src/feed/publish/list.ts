import type { Delisted } from '../ledger/delisted.ts'
import type { Listed } from '../ledger/listed.ts'
import { createForgetting, remembered, type Forgetting } from './forgetting.ts'

export interface ListedChange {
  /** Bans that have a place on it, whether or not they had it before. */
  readonly put: readonly Listed[]
  /** Bans that have no place on it, whether or not they had one. */
  readonly removed: readonly string[]
  readonly delisted: readonly Delisted[]
}

/** The list at one moment: by rising list ID. A new object means that something has changed. */
export interface Snapshot {
  readonly entries: readonly Listed[]
  /** What left the list in the last 30 days, by rising time. */
  readonly removed: readonly Delisted[]
}

/**
 * What is public now, in memory. Every endpoint answers from here, so that a thousand pulls cost no database work and an
 * address that leaves is gone from all of them in the same moment.
 */
export interface PublishedList {
  /** Without those whose time is over, even while the ledger cannot record that. */
  snapshot(): Snapshot
  change(change: ListedChange): void
  /** What clients that can be told to forget must be told. */
  readonly forgetting: Forgetting
}

export function createPublishedList(
  now: () => number,
  initial: readonly Listed[],
  delistedBefore: readonly Delisted[],
): PublishedList {
  const byBan = new Map(initial.map((entry) => [entry.ban, entry]))
  const forgetting = createForgetting(initial, delistedBefore)
  let removed = delistedBefore
  let current: Snapshot | undefined
  let soonestExpiry = Infinity
  let builtAt = -Infinity

  const rebuild = (time: number): Snapshot => {
    const entries = [...byBan.values()].filter(({ expiresAt }) => expiresAt > time)
    soonestExpiry = entries.reduce((soonest, { expiresAt }) => Math.min(soonest, expiresAt), Infinity)
    builtAt = time
    return { entries: entries.sort((a, b) => a.listId - b.listId), removed }
  }

  return {
    forgetting,
    snapshot() {
      const time = now()
      // A clock that was wrong for a moment and is set back brings back what it had hidden.
      if (current === undefined || soonestExpiry <= time || time < builtAt) current = rebuild(time)
      return current
    },
    change({ put: touched, removed: ended, delisted }) {
      const put = touched.filter((entry) => !isSame(entry, byBan.get(entry.ban)))
      const gone = ended.filter((ban) => byBan.has(ban))
      // Who was whitelisted, tagged or only proposed changes no list: its formats need not be made anew.
      if (put.length + gone.length + delisted.length === 0) return
      const left = [...gone, ...put.map(({ ban }) => ban)].flatMap((ban) => byBan.get(ban) ?? [])
      for (const ban of gone) byBan.delete(ban)
      for (const entry of put) byBan.set(entry.ban, entry)
      if (delisted.length > 0) removed = [...withoutOld(removed, now()), ...delisted]
      forgetting.change({ put, left, delisted }, now())
      current = undefined
    },
  }
}

const isSame = (entry: Listed, before: Listed | undefined): boolean =>
  before !== undefined && before.listId === entry.listId && before.expiresAt === entry.expiresAt

const withoutOld = (removed: readonly Delisted[], time: number): readonly Delisted[] =>
  removed.filter(({ delistedAt }) => delistedAt > time - remembered)

/** The highest list ID there is: what a client has that was given the whole list. */
export const highestId = (list: PublishedList): number => list.snapshot().entries.at(-1)?.listId ?? 0

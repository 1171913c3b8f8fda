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
  /** UTC seconds; higher than that of every list before it, also after a restart. */
  readonly modified: number
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

/** @param recorded when the ledger last changed it (LedgerState.listModified), UTC seconds */
export function createPublishedList(
  now: () => number,
  initial: readonly Listed[],
  delistedBefore: readonly Delisted[],
  recorded: () => number,
): PublishedList {
  const byBan = new Map(initial.map((entry) => [entry.ban, entry]))
  const forgetting = createForgetting(initial, delistedBefore)
  let removed = delistedBefore
  let current: Snapshot | undefined
  let soonestExpiry = Infinity
  let builtAt = -Infinity
  let modified = recorded()

  const rebuild = (time: number): Snapshot => {
    const entries = [...byBan.values()].filter(({ expiresAt }) => expiresAt > time)
    soonestExpiry = entries.reduce((soonest, { expiresAt }) => Math.min(soonest, expiresAt), Infinity)
    // Over since before the start, without a record of it yet.
    if (builtAt === -Infinity && entries.length < byBan.size) modified = Math.max(modified, Math.floor(time / 1000))
    builtAt = time
    return { entries: entries.sort((a, b) => a.listId - b.listId), removed, modified }
  }

  return {
    forgetting,
    snapshot() {
      const time = now()
      // A clock that was wrong for a moment and is set back brings back what it had hidden.
      if (current && (soonestExpiry <= time || time < builtAt)) {
        modified = Math.max(Math.floor(time / 1000), modified + 1)
        current = undefined
      }
      current ??= rebuild(time)
      return current
    },
    change({ put: touched, removed: ended, delisted }) {
      const put = touched.filter((entry) => !isSame(entry, byBan.get(entry.ban)))
      const gone = ended.filter((ban) => byBan.has(ban))
      // Who was whitelisted, tagged or only proposed changes no list: its formats need not be made anew.
      if (put.length + gone.length + delisted.length === 0) return
      const left = [...gone, ...put.map(({ ban }) => ban)].flatMap((ban) => byBan.get(ban) ?? [])
      // What was hidden already is gone without a change that anybody sees.
      const seen = put.length > 0 || left.some(({ expiresAt }) => expiresAt > builtAt)
      modified = Math.max(recorded(), modified + (seen ? 1 : 0))
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

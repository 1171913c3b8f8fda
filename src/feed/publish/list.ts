import type { Listed } from '../ledger/listed.ts'

/** The list at one moment: by rising list ID. A new object means that something has changed. */
export interface Snapshot {
  readonly entries: readonly Listed[]
}

/**
 * What is public now, in memory. Every endpoint answers from here, so that a thousand pulls cost no database work and an
 * address that leaves is gone from all of them in the same moment.
 */
export interface PublishedList {
  /** Without those whose time is over, even while the ledger cannot record that. */
  snapshot(): Snapshot
  change(put: readonly Listed[], removed: readonly string[]): void
}

export function createPublishedList(now: () => number, initial: readonly Listed[]): PublishedList {
  const byBan = new Map(initial.map((entry) => [entry.ban, entry]))
  let current: Snapshot | undefined
  let soonestExpiry = Infinity
  let builtAt = -Infinity

  const rebuild = (time: number): Snapshot => {
    const entries = [...byBan.values()].filter(({ expiresAt }) => expiresAt > time)
    soonestExpiry = entries.reduce((soonest, { expiresAt }) => Math.min(soonest, expiresAt), Infinity)
    builtAt = time
    return { entries: entries.sort((a, b) => a.listId - b.listId) }
  }

  return {
    snapshot() {
      const time = now()
      // A clock that was wrong for a moment and is set back brings back what it had hidden.
      if (current === undefined || soonestExpiry <= time || time < builtAt) current = rebuild(time)
      return current
    },
    change(put, removed) {
      for (const ban of removed) byBan.delete(ban)
      for (const entry of put) byBan.set(entry.ban, entry)
      current = undefined
    },
  }
}

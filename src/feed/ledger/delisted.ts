import { z } from 'zod'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { FeedDatabase } from './database.ts'
import type { Draft } from './fold.ts'
import { listedOf, type Listed } from './listed.ts'
import type { LedgerState } from './state.ts'

/** `extended` and `split` leave the list only under this ID: the address, or parts of it, are on it under another. */
const reasons = ['expired', 'revoked', 'extended', 'split'] as const

/** What was on the list and is not any more: some clients must be told to forget it. Times in UTC milliseconds. */
export interface Delisted {
  readonly ban: string
  readonly listId: number
  /** Address or range, canonical. */
  readonly address: string
  readonly publishedAt: number
  readonly delistedAt: number
  readonly why: (typeof reasons)[number]
}

/** Everybody who asks at all has asked by then, milliseconds. */
const keptFor = 30 * 86_400_000

/** What all that `draft` changes takes off the list. */
export const delistedIn = (draft: Draft, { bans }: LedgerState, delistedAt: number): readonly Delisted[] =>
  [...draft.bans.values()].flatMap((ban) => delistedBy(bans.get(ban.id), ban, delistedAt) ?? [])

/** @returns the place on the list that a ban loses on its way from `before` to `after`. */
function delistedBy(before: BanLife | undefined, after: BanLife, delistedAt: number): Delisted | undefined {
  const was = before && listedOf(before)
  const is = listedOf(after)
  if (!was || was.listId === is?.listId) return undefined
  const { ban, listId, address, publishedAt } = was
  return { ban, listId, address, publishedAt, delistedAt, why: reasonOf(after, is) }
}

function reasonOf(after: BanLife, is: Listed | undefined): Delisted['why'] {
  if (is) return 'extended'
  if (after.splitInto !== undefined) return 'split'
  return after.state === 'expired' ? 'expired' : 'revoked'
}

const rows = z.array(
  z.object({
    ban: z.string(),
    listId: z.number(),
    address: z.string(),
    publishedAt: z.number(),
    delistedAt: z.number(),
    why: z.enum(reasons),
  }),
)

export interface DelistedRows {
  /** Adds them and forgets the old ones. */
  add(gone: readonly Delisted[], now: number): void
  /** By rising time. */
  all(): Delisted[]
}

export function delistedRows(database: FeedDatabase): DelistedRows {
  const insert = database.prepare(
    `INSERT OR REPLACE INTO delisted (ban, list_id, address, published_at, delisted_at, why)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const forget = database.prepare('DELETE FROM delisted WHERE delisted_at < ?')
  const all = database.prepare(
    `SELECT ban, list_id AS listId, address, published_at AS publishedAt, delisted_at AS delistedAt, why
     FROM delisted ORDER BY delisted_at, list_id`,
  )
  return {
    add(gone, now) {
      for (const { ban, listId, address, publishedAt, delistedAt, why } of gone)
        insert.run(ban, listId, address, publishedAt, delistedAt, why)
      if (gone.length > 0) forget.run(now - keptFor)
    },
    all: () => rows.parse(all.all()),
  }
}

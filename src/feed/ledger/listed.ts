import { z } from 'zod'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { FeedDatabase } from './database.ts'

/** One published ban as subscribers get it. */
export interface Listed {
  readonly ban: string
  readonly listId: number
  /** Address or range, canonical. */
  readonly address: string
  readonly publishedAt: number
  readonly expiresAt: number
}

const rows = z.array(
  z.object({
    ban: z.string(),
    listId: z.number(),
    address: z.string(),
    publishedAt: z.number(),
    expiresAt: z.number(),
  }),
)

/** @returns the ban's place on the list, or `undefined` while it has none. */
export function listedOf(ban: BanLife): Listed | undefined {
  const { id, state, listId, publishedAt, expiresAt, proposal } = ban
  if (state !== 'published' || listId === undefined || publishedAt === undefined || expiresAt === undefined)
    return undefined
  return { ban: id, listId: Number(listId), address: proposal.address, publishedAt, expiresAt }
}

export interface ListedRows {
  /** Puts each ban on the list or takes it off, as its state says. */
  update(bans: Iterable<BanLife>): void
  /** By rising list ID. */
  all(): Listed[]
  replace(list: readonly Listed[]): void
}

export function listedRows(database: FeedDatabase): ListedRows {
  const put = database.prepare(
    'INSERT OR REPLACE INTO listed (ban, list_id, address, published_at, expires_at) VALUES (?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM listed WHERE ban = ?')
  const clear = database.prepare('DELETE FROM listed')
  const all = database.prepare(
    `SELECT ban, list_id AS listId, address, published_at AS publishedAt, expires_at AS expiresAt
     FROM listed ORDER BY list_id`,
  )
  const insert = ({ ban, listId, address, publishedAt, expiresAt }: Listed): unknown =>
    put.run(ban, listId, address, publishedAt, expiresAt)
  const replace = database.transaction((list: readonly Listed[]) => {
    clear.run()
    list.forEach(insert)
  })
  return {
    update(bans) {
      for (const ban of bans) {
        const entry = listedOf(ban)
        if (entry) insert(entry)
        else remove.run(ban.id)
      }
    },
    all: () => rows.parse(all.all()),
    replace,
  }
}

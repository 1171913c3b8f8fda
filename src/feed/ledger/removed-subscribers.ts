import { z } from 'zod'
import type { FeedDatabase } from './database.ts'

const removedSubscriber = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.number(),
  removedAt: z.number(),
  lastPull: z.number().nullable(),
  pulls: z.number(),
  /** JSON text: what it was last given, by protocol. */
  cursor: z.string().nullable(),
})
/** One whose key was taken, as it was then: it may go on blocking what it has. */
export type RemovedSubscriber = z.infer<typeof removedSubscriber>

/** Of more, those removed last are kept in mind. */
export const mostRemoved = 1000

const columns = 'id, name, created_at AS createdAt, removed_at AS removedAt, last_pull AS lastPull, pulls, cursor'
const forgetOldest = `DELETE FROM removed_subscriber WHERE id NOT IN
  (SELECT id FROM removed_subscriber ORDER BY removed_at DESC, id LIMIT ${mostRemoved})`

interface RemovedRows {
  /** The last one first; none in a database of the format that did not know them. */
  readonly all: () => readonly RemovedSubscriber[]
  readonly add: (removed: readonly RemovedSubscriber[]) => void
}

export function removedRows(database: FeedDatabase): RemovedRows {
  const known = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'removed_subscriber'")
  return {
    all() {
      if (known.get() === undefined) return []
      const rows = database.prepare(`SELECT ${columns} FROM removed_subscriber ORDER BY removed_at DESC, id`)
      return z.array(removedSubscriber).parse(rows.all())
    },
    add(removed) {
      const insert = database.prepare(
        `INSERT OR IGNORE INTO removed_subscriber (id, name, created_at, removed_at, last_pull, pulls, cursor)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      for (const { id, name, createdAt, removedAt, lastPull, pulls, cursor } of removed)
        insert.run(id, name, createdAt, removedAt, lastPull, pulls, cursor)
      database.exec(forgetOldest)
    },
  }
}

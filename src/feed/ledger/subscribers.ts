import { z } from 'zod'
import { write, type FeedDatabase } from './database.ts'

/** A subscriber as stored: its key only as SHA-256, which is enough for a random key of 128 bits and more. */
export interface StoredSubscriber {
  readonly id: string
  readonly name: string
  readonly keyHash: string
  readonly createdAt: number
  readonly lastPull: number | null
  readonly pulls: number
}

const rows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    keyHash: z.string(),
    createdAt: z.number(),
    lastPull: z.number().nullable(),
    pulls: z.number(),
  }),
)

export interface SubscriberRows {
  all(): StoredSubscriber[]
  /** @throws Refusal `storage` */
  add(subscriber: StoredSubscriber): void
  /** @throws Refusal `storage` */
  remove(id: string): void
  /** @throws Refusal `storage` */
  count(pulls: readonly Pick<StoredSubscriber, 'id' | 'lastPull' | 'pulls'>[]): void
  /** A number that changes when another process wrote to the database. */
  version(): number
}

export function subscriberRows(database: FeedDatabase): SubscriberRows {
  const all = database.prepare(
    `SELECT id, name, key_hash AS keyHash, created_at AS createdAt, last_pull AS lastPull, pulls
     FROM subscriber ORDER BY created_at, id`,
  )
  const add = database.prepare(
    'INSERT INTO subscriber (id, name, key_hash, created_at, last_pull, pulls) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = database.prepare('DELETE FROM subscriber WHERE id = ?')
  const count = database.prepare('UPDATE subscriber SET last_pull = ?, pulls = ? WHERE id = ?')
  const countAll = database.transaction((pulls: Parameters<SubscriberRows['count']>[0]) => {
    for (const { id, lastPull, pulls: made } of pulls) count.run(lastPull, made, id)
  })
  return {
    all: () => rows.parse(all.all()),
    add: ({ id, name, keyHash, createdAt, lastPull, pulls }) =>
      void write(() => add.run(id, name, keyHash, createdAt, lastPull, pulls)),
    remove: (id) => void write(() => remove.run(id)),
    count: (pulls) => write(() => countAll.immediate(pulls)),
    version: () => Number(database.pragma('data_version', { simple: true })),
  }
}

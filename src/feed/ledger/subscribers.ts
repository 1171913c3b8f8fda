import { z } from 'zod'
import { write, type FeedDatabase } from './database.ts'
import { removedRows, type RemovedSubscriber } from './removed-subscribers.ts'

/** A subscriber as stored: its key only as SHA-256, which is enough for a random key of 128 bits and more. */
export interface StoredSubscriber {
  readonly id: string
  readonly name: string
  readonly keyHash: string
  readonly createdAt: number
  readonly lastPull: number | null
  readonly pulls: number
  /** JSON text: what it was last given, by protocol. */
  readonly cursor: string | null
  /** Which public client it seems to be. */
  readonly family: string | null
  /** At most 200 characters. */
  readonly userAgent: string | null
}

/** What a subscriber's requests tell, kept up to date. */
export type SeenSubscriber = Omit<StoredSubscriber, 'name' | 'keyHash' | 'createdAt'>

const rows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    keyHash: z.string(),
    createdAt: z.number(),
    lastPull: z.number().nullable(),
    pulls: z.number(),
    cursor: z.string().nullable(),
    family: z.string().nullable(),
    userAgent: z.string().nullable(),
  }),
)

export interface SubscriberRows {
  all(): StoredSubscriber[]
  /** @throws Refusal `storage` */
  add(subscriber: StoredSubscriber): void
  /** Takes its key for good, and keeps in mind what it was given, if anything. @throws Refusal `storage` */
  remove(subscriber: StoredSubscriber, now: number): void
  /** Those removed last, at most `mostRemoved`. */
  removed(): readonly RemovedSubscriber[]
  /** Adds those of another database. */
  remember(removed: readonly RemovedSubscriber[]): void
  /** @throws Refusal `storage` */
  count(seen: readonly SeenSubscriber[]): void
  /** Makes these the only ones. */
  replace(all: readonly StoredSubscriber[]): void
  /** A number that changes when another process wrote to the database. */
  version(): number
}

export function subscriberRows(database: FeedDatabase): SubscriberRows {
  const all = database.prepare(
    `SELECT id, name, key_hash AS keyHash, created_at AS createdAt, last_pull AS lastPull, pulls,
       cursor, family, user_agent AS userAgent
     FROM subscriber ORDER BY created_at, id`,
  )
  const add = database.prepare(
    `INSERT INTO subscriber (id, name, key_hash, created_at, last_pull, pulls, cursor, family, user_agent)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const past = removedRows(database)
  const forget = database.prepare('DELETE FROM subscriber WHERE id = ?')
  const remove = database.transaction((subscriber: StoredSubscriber, removedAt: number) => {
    forget.run(subscriber.id)
    if (subscriber.lastPull !== null) past.add([{ ...subscriber, removedAt }])
  })
  const count = database.prepare(
    'UPDATE subscriber SET last_pull = ?, pulls = ?, cursor = ?, family = ?, user_agent = ? WHERE id = ?',
  )
  const countAll = database.transaction((all: readonly SeenSubscriber[]) => {
    for (const { id, lastPull, pulls, cursor, family, userAgent } of all)
      count.run(lastPull, pulls, cursor, family, userAgent, id)
  })
  const insert = ({ id, name, keyHash, createdAt, lastPull, pulls, cursor, family, userAgent }: StoredSubscriber) =>
    add.run(id, name, keyHash, createdAt, lastPull, pulls, cursor, family, userAgent)
  const replace = database.transaction((all: readonly StoredSubscriber[]) => {
    database.exec('DELETE FROM subscriber')
    all.forEach(insert)
  })
  return {
    all: () => rows.parse(all.all()),
    add: (subscriber) => void write(() => insert(subscriber)),
    replace,
    remove: (subscriber, now) => write(() => remove.immediate(subscriber, now)),
    removed: past.all,
    remember: past.add,
    count: (seen) => write(() => countAll.immediate(seen)),
    version: () => Number(database.pragma('data_version', { simple: true })),
  }
}

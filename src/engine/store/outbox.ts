import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { Reader, Writer } from './connection.ts'

export interface OutboxItem {
  readonly signed: SignedIntent
  readonly state: 'waiting' | 'refused'
  /** Why the feed refused it. */
  readonly code?: string
  readonly error?: string
}

/** Intents that the feed has not recorded, in the order they were made. */
export interface OutboxReader {
  /** About bans, the whitelist and people. */
  all(): readonly OutboxItem[]
  /** About labels and campaigns. */
  team(): readonly OutboxItem[]
  /** Is anything about `subject` in it, waiting or refused? */
  mentions(subject: string): boolean
}

export interface OutboxStore extends OutboxReader {
  add(signed: SignedIntent): void
  /** The oldest item that is still to be sent. */
  next(): OutboxItem | undefined
  /** Is it still to be sent, with nothing in front of it but proposals of a bulk that are about other bans? */
  mayOvertake(intent: string): boolean
  refuse(intent: string, code: string, error: string): void
  remove(intent: string): void
  removeAll(intents: readonly string[]): void
  /** Forgets refused items about `subject`. @returns how many. */
  discard(subject: string): number
  waiting(): number
  get(intent: string): OutboxItem | undefined
}

interface Row {
  readonly signed: string
  readonly state: 'waiting' | 'refused'
  readonly code: string | null
  readonly error: string | null
}

const columns = 'signed, state, code, error'

const insert = 'INSERT INTO outbox (intent, subject, kind, signed) VALUES (?, ?, ?, ?)'
const oldest = `SELECT ${columns} FROM outbox WHERE state = 'waiting' ORDER BY position LIMIT 1`
const isTeam = "(kind GLOB 'label.*' OR kind GLOB 'campaign.*')"
const allButTeam = `SELECT ${columns} FROM outbox WHERE NOT ${isTeam} ORDER BY position`
const team = `SELECT ${columns} FROM outbox WHERE ${isTeam} ORDER BY position`
const one = `SELECT ${columns} FROM outbox WHERE intent = ?`
const overtaking = `SELECT 1 FROM outbox mine WHERE intent = ? AND state = 'waiting' AND NOT EXISTS (
  SELECT 1 FROM outbox other WHERE other.state = 'waiting' AND other.position < mine.position
    AND (other.subject = mine.subject OR json_extract(other.signed, '$.intent.body.bulk') IS NULL))`
const refuse = "UPDATE outbox SET state = 'refused', code = ?, error = ? WHERE intent = ?"
const discard = "DELETE FROM outbox WHERE subject = ? AND state = 'refused'"
const count = "SELECT count(*) AS count FROM outbox WHERE state = 'waiting'"

export const outboxReader = (store: Reader): OutboxReader => ({
  all: () => store.all<Row>(allButTeam).map(itemOf),
  team: () => store.all<Row>(team).map(itemOf),
  mentions: (subject) => store.get('SELECT 1 FROM outbox WHERE subject = ? LIMIT 1', subject) !== undefined,
})

export function outboxStore(store: Writer): OutboxStore {
  return {
    ...outboxReader(store),
    add: (signed) => {
      const { id, subject, kind } = signed.intent
      store.run(insert, id, subject, kind, JSON.stringify(signed))
    },
    next: () => {
      const row = store.get<Row>(oldest)
      return row && itemOf(row)
    },
    mayOvertake: (intent) => store.get(overtaking, intent) !== undefined,
    refuse: (intent, code, error) => void store.run(refuse, code, error, intent),
    remove: (intent) => void store.run('DELETE FROM outbox WHERE intent = ?', intent),
    removeAll: (intents) =>
      void store.run('DELETE FROM outbox WHERE intent IN (SELECT value FROM json_each(?))', JSON.stringify(intents)),
    discard: (subject) => store.run(discard, subject).changes,
    get: (intent) => {
      const row = store.get<Row>(one, intent)
      return row && itemOf(row)
    },
    waiting: () => store.get<{ count: number }>(count)?.count ?? 0,
  }
}

function itemOf(row: Row): OutboxItem {
  return {
    signed: JSON.parse(row.signed) as SignedIntent,
    state: row.state,
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.error === null ? {} : { error: row.error }),
  }
}

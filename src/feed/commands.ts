import { openDatabase, openForReading } from './ledger/database.ts'
import { recordRows } from './ledger/rows.ts'
import { subscriberRows } from './ledger/subscribers.ts'
import { verifyRecords } from './ledger/verify.ts'
import { newSubscriber } from './subscribers/subscribers.ts'
import { ConfigError } from './config.ts'

const print = (value: unknown): unknown => process.stdout.write(`${JSON.stringify(value)}\n`)

/** `--verify`: checks every record and prints the outcome; works beside a running feed. @returns whether all holds. */
export function verifyLedger(directory: string): boolean {
  const database = openForReading(directory)
  const { state, fault } = verifyRecords(recordRows(database))
  database.close()
  const { seq, hash } = state.end
  print({ verified: fault === undefined, records: seq, last: hash, ...(fault === undefined ? {} : { fault }) })
  return fault === undefined
}

/** `--add-subscriber NAME`: prints the key, for the only time. A running feed knows it within a second. */
export function addSubscriber(directory: string, name: string): void {
  const trimmed = name.trim()
  if (trimmed.length < 1 || trimmed.length > 80) throw new ConfigError('a subscriber’s name has 1 to 80 characters')
  const database = openDatabase(directory)
  const { key, row } = newSubscriber(trimmed, Date.now())
  subscriberRows(database).add(row)
  database.close()
  print({ subscriber: { id: row.id, name: row.name }, key })
}

import { existsSync } from 'node:fs'
import type { Logger } from 'pino'
import { publicKey } from '../contract/ledger/intents/fields.ts'
import { personName, roles } from '../contract/ledger/intents/people.ts'
import { systemClock } from './time/clock.ts'
import { backUp } from './ledger/backup.ts'
import { isCanonical } from './ledger/crypto.ts'
import { openDatabase, openForReading } from './ledger/database.ts'
import { openLedger } from './ledger/ledger.ts'
import { lockDirectory } from './ledger/lock.ts'
import { finishRestore, restoreBackup } from './ledger/restore.ts'
import { recordRows } from './ledger/rows.ts'
import { subscriberRows } from './ledger/subscribers.ts'
import { verifyRecords } from './ledger/verify.ts'
import { createVoice } from './policy/voice.ts'
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

/** `--backup FILE`: copies the whole feed, key included, into one verified file; works beside a running feed. */
export async function backup(directory: string, file: string): Promise<void> {
  print({ backup: file, ...(await backUp(directory, file, systemClock.now())) })
}

/**
 * `--restore FILE [--console FILE]`: puts a backup in the place of the ledger, and goes on with what a console holds
 * behind it. @throws when the feed runs, and when it is no backup
 */
export function restore(directory: string, file: string, consoleFile: string | undefined, log: Logger): void {
  print({ restored: file, ...restoreBackup(file, directory, { clock: systemClock, log, consoleFile }) })
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

/**
 * `--appoint KEY --name NAME`: gives a console's key all roles, for when no publisher is left who could invite it. The
 * ledger says that the feed's operator did it. @throws ConfigError, and when the feed runs or its ledger is broken
 */
export function appoint(directory: string, key: string, name: string, log: Logger): void {
  const parsed = personName.safeParse(name)
  if (!parsed.success) throw new ConfigError('--name: 1 to 80 printable characters')
  if (!publicKey.safeParse(key).success || !isCanonical(key)) throw new ConfigError('--appoint: not an Ed25519 key')
  if (!existsSync(directory)) throw new ConfigError(`there is no ledger in ${directory}`)
  using cleanUp = new DisposableStack()
  cleanUp.defer(lockDirectory(directory))
  finishRestore(directory, systemClock.now())
  openForReading(directory).close()
  const ledger = openLedger(
    cleanUp.adopt(openDatabase(directory), (open) => open.close()),
    { directory, log },
  )
  if (ledger.state.people.size === 0) throw new ConfigError('nobody is enrolled yet: the first console founds the team')
  const enrolled = createVoice(ledger.signer, systemClock).say('analyst.enrolled', key, {
    name: parsed.data,
    roles: [...roles],
  })
  const { records } = ledger.append([enrolled], systemClock.now())
  print({ appointed: { key, name: parsed.data }, record: records[0]?.seq })
}

import { join } from 'node:path'
import type { Logger } from 'pino'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'
import { Refusal } from '../refusal.ts'
import { recordHash, type FeedSigner } from './crypto.ts'
import { write, type FeedDatabase } from './database.ts'
import { delistedIn, delistedRows, type Delisted } from './delisted.ts'
import type { Draft } from './fold.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'
import { listedOf, listedRows, type Listed } from './listed.ts'
import { recordRows } from './rows.ts'
import type { LedgerState } from './state.ts'
import { verifyRecords } from './verify.ts'

export interface Appended {
  readonly records: readonly LedgerRecord[]
  /** Every ban that the records touched, as it is now. */
  readonly list: {
    readonly put: readonly Listed[]
    readonly removed: readonly string[]
    /** What lost its place on the list, also where its ban got another one. */
    readonly delisted: readonly Delisted[]
  }
}

export interface Ledger {
  readonly state: LedgerState
  /** Why nothing can be added any more; the list is still served. */
  readonly fault: string | undefined
  /** Signs as the feed; absent when its key is not the one this ledger was begun with. */
  readonly signer: FeedSigner | undefined
  /** The list as last stored. */
  readonly list: readonly Listed[]
  /** What left the list in the last 30 days, as stored when the ledger was opened; by rising time. */
  readonly delisted: readonly Delisted[]
  records(): number
  byIntent(id: string): LedgerRecord | undefined
  /** Those behind `after`, oldest first; only such as have been verified. */
  page(after: number, limit: number): LedgerRecord[]
  /** @throws Refusal `storage` when the ledger is broken */
  requireSound(): void
  /**
   * Stores all of `intents`, in order, or none. They must have been judged: here only the chain is built.
   * @throws Refusal `storage` when the disk or the chain does not allow it
   */
  append(intents: readonly SignedIntent[], now: number): Appended
}

export interface LedgerOptions {
  readonly directory: string
  readonly log: Logger
}

/** Opens the ledger, verifying all of it. A fault does not throw: the feed must go on serving its list. */
export function openLedger(database: FeedDatabase, { directory, log }: LedgerOptions): Ledger {
  const rows = recordRows(database)
  const listed = listedRows(database)
  const delisted = delistedRows(database)
  const started = performance.now()
  const { state, fault: chainFault } = verifyRecords(rows)
  const milliseconds = Math.round(performance.now() - started)
  const { signer, fault: keyFault } = openKey(join(directory, 'feed.key'), state)
  const fault = chainFault ?? keyFault
  log.info({ records: state.end.seq, milliseconds, fault }, fault ? 'ledger is broken' : 'ledger verified')
  const store = database.transaction((records: readonly LedgerRecord[], draft: Draft, gone: readonly Delisted[]) => {
    for (const record of records) rows.insert(record)
    listed.update(draft.bans.values())
    delisted.add(gone, state.end.recordedAt)
  })
  const requireSound = (): void => {
    if (fault !== undefined) throw new Refusal('storage', `the ledger takes no records: ${fault}`)
  }
  return {
    state,
    fault,
    signer,
    list: chainFault === undefined ? agreedList(state, listed, log) : listed.all(),
    delisted: delisted.all(),
    records: () => rows.count(),
    byIntent: (id) => rows.byIntent(id),
    page: (after, limit) => rows.page(after, Math.max(0, Math.min(limit, state.end.seq - after))),
    requireSound,
    append(intents, now) {
      requireSound()
      const records = chain(intents, state, now)
      const draft = state.draft(records)
      const gone = delistedIn(draft, state, records.at(-1)?.recordedAt ?? 0)
      write(() => store.immediate(records, draft, gone))
      draft.apply()
      return { records, list: { ...listChanges(draft), delisted: gone } }
    },
  }
}

function chain(intents: readonly SignedIntent[], { end }: LedgerState, now: number): LedgerRecord[] {
  const records: LedgerRecord[] = []
  let previous = end.hash
  // A clock that was set back must not make the ledger run backwards, nor stand: whoever asks for what came after a moment
  // would miss what comes in the same one.
  const recordedAt = now > end.recordedAt ? now : end.recordedAt + 1
  for (const { intent, signature } of intents) {
    const open = { intent, signature, seq: end.seq + records.length + 1, recordedAt, previous }
    const record = { ...open, hash: recordHash(open) }
    records.push(record)
    previous = record.hash
  }
  return records
}

function listChanges(draft: Draft): Omit<Appended['list'], 'delisted'> {
  const put: Listed[] = []
  const removed: string[] = []
  for (const ban of draft.bans.values()) {
    const entry = listedOf(ban)
    if (entry) put.push(entry)
    else removed.push(ban.id)
  }
  return { put, removed }
}

/** A ledger that has begun keeps its key for life: with another one nobody could tell the feed's records from forged. */
function openKey(path: string, state: LedgerState): { signer?: FeedSigner; fault?: string } {
  try {
    const signer = readKeyFile(path) ?? (state.feedKey === undefined ? createKeyFile(path) : undefined)
    if (signer === undefined) return { fault: 'feed.key, the key it was begun with, is missing' }
    if (state.feedKey === undefined || state.feedKey === signer.key) return { signer }
    return { fault: 'feed.key is not the key it was begun with' }
  } catch (error) {
    return { fault: `feed.key cannot be used: ${error instanceof Error ? error.message : String(error)}` }
  }
}

/** The stored list must be what the verified records say; where it is not, the records are right. */
function agreedList(state: LedgerState, rows: ReturnType<typeof listedRows>, log: Logger): readonly Listed[] {
  const list = [...state.live.values()].flatMap(({ ban }) => listedOf(ban) ?? []).sort((a, b) => a.listId - b.listId)
  if (JSON.stringify(list) === JSON.stringify(rows.all())) return list
  log.warn({ entries: list.length }, 'the stored list differed from the records and was made anew')
  try {
    write(() => rows.replace(list))
  } catch (error) {
    log.error({ err: error }, 'the stored list could not be made anew')
  }
  return list
}

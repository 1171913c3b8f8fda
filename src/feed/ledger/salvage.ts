import type { LedgerRecord } from '../../contract/ledger/record.ts'
import { openConsoleCopy, type RecordSource } from './console-copy.ts'
import type { FeedDatabase } from './database.ts'
import { delistedIn, delistedRows } from './delisted.ts'
import type { Draft, MutableState } from './fold.ts'
import { openInPlace } from './in-place.ts'
import { listedRows } from './listed.ts'
import { recordRows } from './rows.ts'
import { subscriberRows } from './subscribers.ts'
import { faultIn, verifyRecords } from './verify.ts'

export interface Salvage {
  /** Records newer than the backup that prove to follow on it. */
  readonly saved: number
  /** Records of the ledger in place, or of the console's copy, that cannot follow: damaged, or of a branch given up. */
  readonly leftOut: number
  /** The highest list ID that is known to have been given. */
  readonly lastListId: number
  /** Whether that can be all: the ledger in place was read to its end, and nothing was left out. */
  readonly complete: boolean
}

/**
 * Continues a backup with a console's copy if there is one, and with what the ledger in `directory` holds behind that:
 * record by record, as long as each proves by its chain and signature to be the next. A backup is older than what it
 * replaces, and what was recorded meanwhile was answered for: subscribers pulled it, consoles hold it. The copy goes
 * first: it is named by somebody who knows, also where the ledger in place went another way after an earlier restore.
 * @throws when the backup does not verify, when another feed's ledger is in its place, or when a copy is none
 */
export function salvage(backup: FeedDatabase, directory: string, consoleFile?: string): Salvage {
  const { state, fault } = verifyRecords(recordRows(backup))
  if (fault !== undefined) throw new Error(`the backup is damaged: ${fault}`)
  const inPlace = openInPlace(directory)
  try {
    if (inPlace.feedKey !== undefined && inPlace.feedKey !== state.feedKey)
      throw new Error('the ledger of another feed is in this place: restore into an empty directory')
    const from = state.end.seq
    let leftOut = consoleFile === undefined ? 0 : takeConsole(backup, state, consoleFile)
    continueWith(backup, state, inPlace)
    leftOut += countLeftOut(backup, from, inPlace)
    const subscribers = inPlace.subscribers()
    // A key that was taken from somebody meanwhile must not work again.
    if (subscribers) subscriberRows(backup).replace(subscribers)
    subscriberRows(backup).remember(inPlace.removedSubscribers())
    const lastListId = Math.max(inPlace.lastListId, state.lastListId)
    return { saved: state.end.seq - from, leftOut, lastListId, complete: inPlace.readable() && leftOut === 0 }
  } finally {
    inPlace.close()
  }
}

/** @returns how many of its records cannot follow. */
function takeConsole(backup: FeedDatabase, state: MutableState, file: string): number {
  const copy = openConsoleCopy(file, state.feedKey ?? '')
  try {
    const from = state.end.seq
    continueWith(backup, state, copy)
    return countLeftOut(backup, from, copy)
  } finally {
    copy.close()
  }
}

/** How many records of `source` behind `seq` the ledger as it is now does not hold. */
function countLeftOut(backup: FeedDatabase, seq: number, source: RecordSource): number {
  const rows = recordRows(backup)
  let count = 0
  for (const record of source.behind(seq)) if (rows.page(record.seq - 1, 1)[0]?.hash !== record.hash) count += 1
  return count
}

/** Takes over the records of `source` up to the first that cannot follow. */
function continueWith(backup: FeedDatabase, state: MutableState, source: RecordSource): void {
  const rows = recordRows(backup)
  const listed = listedRows(backup)
  const delisted = delistedRows(backup)
  const keep = (record: LedgerRecord, draft: Draft): void => {
    const gone = delistedIn(draft, state, record.recordedAt)
    rows.insert(record)
    listed.update(draft.bans.values())
    delisted.add(gone, record.recordedAt)
    draft.apply()
  }
  backup.transaction(() => {
    for (const record of source.behind(state.end.seq)) {
      const draft = faultIn(record, state.end) === undefined ? draftOf(state, record) : undefined
      if (!draft) return
      keep(record, draft)
    }
  })()
}

/** @returns `undefined` for a record that cannot follow. */
function draftOf(state: MutableState, record: LedgerRecord): Draft | undefined {
  try {
    return state.draft([record])
  } catch {
    return undefined
  }
}

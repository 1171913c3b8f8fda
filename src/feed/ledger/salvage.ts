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
  /** The highest list ID that is known to have been given. */
  readonly lastListId: number
  /** Whether that can be all: the ledger in place was read to its end. */
  readonly complete: boolean
}

/**
 * Continues a backup with what the ledger in `directory` holds behind it, and then with a console's copy if there is one:
 * record by record, as long as each proves by its chain and signature to be the next. A backup is older than what it
 * replaces, and what was recorded meanwhile was answered for: subscribers pulled it, consoles hold it.
 * @throws when the backup does not verify, when another feed's ledger is in its place, or when a copy is none
 */
export function salvage(backup: FeedDatabase, directory: string, consoleFile?: string): Salvage {
  const { state, fault } = verifyRecords(recordRows(backup))
  if (fault !== undefined) throw new Error(`the backup is damaged: ${fault}`)
  const inPlace = openInPlace(directory)
  try {
    if (inPlace.feedKey !== undefined && inPlace.feedKey !== state.feedKey)
      throw new Error('the ledger of another feed is in this place: restore into an empty directory')
    const { saved, wrong } = continueWith(backup, state, inPlace)
    const more = consoleFile === undefined ? 0 : fromConsole(backup, state, consoleFile)
    const subscribers = inPlace.subscribers()
    // A key that was taken from somebody meanwhile must not work again.
    if (subscribers) subscriberRows(backup).replace(subscribers)
    const lastListId = Math.max(inPlace.lastListId, state.lastListId)
    return { saved: saved + more, lastListId, complete: inPlace.readable() && !wrong }
  } finally {
    inPlace.close()
  }
}

function fromConsole(backup: FeedDatabase, state: MutableState, file: string): number {
  const copy = openConsoleCopy(file, state.feedKey ?? '')
  try {
    return continueWith(backup, state, copy).saved
  } finally {
    copy.close()
  }
}

function continueWith(
  backup: FeedDatabase,
  state: MutableState,
  source: RecordSource,
): { saved: number; wrong: boolean } {
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
  const keepAll = backup.transaction(() => {
    let saved = 0
    for (const record of source.behind(state.end.seq)) {
      const draft = faultIn(record, state.end) === undefined ? draftOf(state, record) : undefined
      if (!draft) return { saved, wrong: true }
      keep(record, draft)
      saved += 1
    }
    return { saved, wrong: false }
  })
  return keepAll()
}

/** @returns `undefined` for a record that cannot follow. */
function draftOf(state: MutableState, record: LedgerRecord): Draft | undefined {
  try {
    return state.draft([record])
  } catch {
    return undefined
  }
}

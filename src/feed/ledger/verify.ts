import type { LedgerRecord } from '../../contract/ledger/record.ts'
import { recordHash, signatureHolds } from './crypto.ts'
import type { RecordRows } from './rows.ts'
import { emptyState, type MutableState } from './fold.ts'
import type { ChainEnd } from './state.ts'

export interface Verification {
  /** What the records add up to, up to the break if there is one. */
  readonly state: MutableState
  /** The first record that is not as it was written, in words. */
  readonly fault?: string
}

/**
 * Goes through every record: hash, link to the one in front, order of time, signature, and whether the step was allowed.
 * Nothing is taken on trust from an earlier run: whoever could change the records could change a mark beside them.
 */
export function verifyRecords(rows: RecordRows): Verification {
  const state = emptyState()
  try {
    for (const record of rows.all()) {
      const fault = faultIn(record, state.end)
      if (fault !== undefined) return { state, fault: place(state, fault) }
      state.draft([record]).apply()
    }
  } catch (error) {
    return { state, fault: place(state, error instanceof Error ? error.message : String(error)) }
  }
  return { state }
}

const place = (state: MutableState, fault: string): string => `record ${state.end.seq + 1}: ${fault}`

/** @returns why `record` cannot stand behind `end`, or `undefined`. */
export function faultIn(record: LedgerRecord, end: ChainEnd): string | undefined {
  if (record.seq !== end.seq + 1) return 'it is missing'
  if (record.previous !== end.hash) return 'it does not link to the record in front'
  if (record.hash !== recordHash(record)) return 'its hash does not fit its content'
  if (record.recordedAt < end.recordedAt) return 'it is older than the record in front'
  if (!signatureHolds(record)) return 'its signature does not hold'
  return undefined
}

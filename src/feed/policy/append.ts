import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { LedgerRecord } from '../../contract/ledger/record.ts'

/**
 * Records what was decided. `now` is the moment it was decided for, UTC milliseconds: what was promised from then on, as
 * a hold of 60 s, must be the same seen from the record.
 * @throws Refusal
 */
export type Append = (intents: readonly SignedIntent[], now: number) => readonly LedgerRecord[]

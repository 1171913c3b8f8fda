import type { RangePolicy } from '../../contract/ledger/ranges.ts'
import type { OwnAddresses } from '../own/own-addresses.ts'
import type { LedgerState } from '../ledger/state.ts'
import type { FeedVoice } from './voice.ts'

export interface BanRules extends RangePolicy {
  /** Ids of the bundled whitelists in force. */
  readonly bundled: readonly string[]
  /** Beside `own`, which the configuration names. */
  readonly ours: OwnAddresses
}

/** What a judge looks at, and the voice for what follows. */
export interface Judging {
  readonly state: LedgerState
  readonly rules: BanRules
  readonly voice: FeedVoice
  /** UTC milliseconds. */
  readonly now: number
  /** What the machine says, UTC milliseconds: `now`, or later while that is not believed. */
  readonly latest: number
}

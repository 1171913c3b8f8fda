import type { Judged } from '../../store/ingest/facts.ts'
import type { PackedRun } from '../../store/raw/blocks.ts'

/** What is known of messages by their bytes alone, without a look at what is stored. */
export interface Prepared {
  /** One for each; made anew each time, so that nothing but bytes waits until it is needed. */
  judged(): readonly Judged[]
  readonly runs: readonly PackedRun[]
}

/** Messages on their way to the thread. Their bytes lie one behind the other: one piece of memory is handed over, not copied. */
export interface ToPreparer {
  /** From 1. */
  readonly id: number
  /** Places of messages that are not judged, because that took too long before. */
  readonly leftOut: readonly number[]
  /** Canonical form, one for each. */
  readonly sources: readonly string[]
  /** 1: our answer. */
  readonly answers: Uint8Array
  readonly lengths: Uint32Array
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface FromPreparer {
  readonly id: number
  /** See sheet.ts. */
  readonly sheet: Uint8Array<ArrayBuffer>
  readonly runs: readonly PackedRun[]
}

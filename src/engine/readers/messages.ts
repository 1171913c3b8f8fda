import type { Failure } from '../../contract/rpc/messages.ts'
import type { LiveState, ReadingPlace } from './reading.ts'

/** `workerData` of a thread. */
export interface ReaderStart {
  /** One Int32: the number of the call that nobody waits for any more. Shared, so that a busy thread sees it at once. */
  readonly cancelled: SharedArrayBuffer
}

/** What a thread reads. */
export interface ReaderStore {
  /** A store's `readPath`. */
  readonly path: string
  readonly place: ReadingPlace
}

/** First of all `open`, answered with `ready`. Then a call at a time; `id` is a positive Int32, unlike the last ones. */
export type ToReader =
  | { readonly kind: 'open'; readonly store: ReaderStore }
  | {
      readonly kind: 'call'
      readonly id: number
      readonly name: string
      /** Parsed already, where the call arrived. */
      readonly params: unknown
      readonly live: LiveState
      /** Takes as long as it needs. */
      readonly patient: boolean
    }
  | { readonly kind: 'close' }

export type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure }
  /** A bug: what was thrown is no RpcError. */
  | { readonly kind: 'bug'; readonly id: number; readonly message: string; readonly stack: string }

export type FromReader = { readonly kind: 'ready' } | Answer

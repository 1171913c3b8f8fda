import type { OpeningReason, OpeningStep } from '../../contract/console/opening.ts'
import type { Prepared } from '../store/parts.ts'

/** `workerData` of the thread. */
export interface OpenerStart {
  readonly directory: string
  /** One Int32; not 0: nobody wants it any more. Looked at between two steps, because SQLite's own cannot be ended. */
  readonly stop: SharedArrayBuffer
}

export type FromOpener =
  | { readonly kind: 'step'; readonly step: OpeningStep }
  | { readonly kind: 'done'; readonly prepared: Prepared }
  | { readonly kind: 'stopped' }
  /** The data cannot be opened, in words. */
  | { readonly kind: 'failed'; readonly words: string; readonly reason: OpeningReason }
  | { readonly kind: 'bug'; readonly message: string; readonly stack: string }

/** Whoever waited for the console wants it to end. */
export class OpeningStopped extends Error {
  constructor() {
    super('ended before the data was open')
    this.name = 'OpeningStopped'
  }
}

import { z } from 'zod'
import { returns } from '../rpc/table.ts'

/** What is done before the data can be shown; only the first takes no time worth a word. */
export type OpeningStep =
  | { readonly work: 'open' }
  /** The log of a console that did not end cleanly is read. */
  | { readonly work: 'recover'; readonly bytes: number }
  /** The whole file is looked at. */
  | { readonly work: 'check'; readonly bytes: number }
  /** Of a read-only folder a copy is read. */
  | { readonly work: 'copy'; readonly share: number; readonly bytes: number }
  | UpgradeStep
  /** What was changed is written to its place. */
  | { readonly work: 'finish' }
  /** The system's keystore is asked for the analyst's key, and may ask its user for a password. */
  | { readonly work: 'keystore' }

/** Data of an older console is brought up to date. `from`, `to`: its format before and after. */
export interface UpgradeStep {
  readonly work: 'upgrade'
  readonly from: number
  readonly to: number
  /** The format it has now: from each to the next it goes in one transaction. */
  readonly at: number
  /** What is being rewritten. */
  readonly part: 'messages' | 'dialogs' | 'counts' | 'tables'
  /** Of all the work, from 0 to 1. */
  readonly share: number
}

export const openingReasons = [
  'in-use',
  'newer',
  'full',
  'no-permission',
  'damaged',
  'unfinished-restore',
  'disk',
  'key',
  'other',
] as const
/** Why data cannot be opened. */
export type OpeningReason = (typeof openingReasons)[number]

/** Whether there is a workspace yet. Until then every other call waits, or is refused when opening it failed. */
export type OpeningState =
  | {
      readonly state: 'opening'
      readonly step: OpeningStep
      /** UTC milliseconds: when this opening, and when this kind of work began. */
      readonly since: number
      readonly workSince: number
      /** UTC milliseconds: when this work will be done, once that can be told. */
      readonly until?: number
    }
  | { readonly state: 'open' }
  /** `words`: what went wrong. */
  | { readonly state: 'failed'; readonly words: string; readonly reason: OpeningReason }
  /** The analyst wants the console to end, and what is going on is brought to a safe end. */
  | { readonly state: 'stopping' }
  /** The console ends now. `words`: what state the data is in. */
  | { readonly state: 'stopped'; readonly words: string }

export const openingCalls = {
  /** Ends the console safely, whatever it does in front of its first screen. `conflict` once data is open. */
  'opening.stop': returns<void>()(z.object({})),
  /** Tries again after `failed`. */
  'opening.retry': returns<void>()(z.object({})),
}

export const openingStreams = {
  /** The state, and each that follows. */
  opening: returns<OpeningState>()(z.object({})),
}

export type OpeningCall = keyof typeof openingCalls

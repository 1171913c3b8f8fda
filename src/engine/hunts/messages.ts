import type { Range } from '../../contract/console/vocabulary.ts'
import type { FieldName } from '../../filter/fields.ts'
import type { SystemsPlace } from '../geo/systems/systems.ts'
import type { Position } from '../store/query/events.ts'

/** Hunts that are given up, so that a busy thread sees it at once: their ids, the latest in turn over all places. */
export const givenUpPlaces = 8

/** `workerData` of a thread. */
export interface HunterStart {
  /** `givenUpPlaces` Int32s. */
  readonly givenUp: SharedArrayBuffer
}

/** What is hunted for. Says the same on every thread and at any later time. */
export interface Hunted {
  readonly hunt: number
  readonly filter: string
  readonly zone: string
  readonly range?: Range
  readonly answers: boolean
  /** UTC milliseconds: what the filter calls now. */
  readonly now: number
}

/** A piece of the work: all messages of some ids, both ends included; or the next candidates behind a place. */
export type Piece =
  | { readonly kind: 'ids'; readonly first: number; readonly last: number }
  | { readonly kind: 'candidates'; readonly after?: Position }

/** First of all `open`, answered with `ready`; then tasks, one after the other. */
export type ToHunter =
  | { readonly kind: 'open'; readonly path: string; readonly systemsAt: SystemsPlace }
  | { readonly kind: 'plan'; readonly task: number; readonly hunted: Hunted }
  | { readonly kind: 'search'; readonly task: number; readonly hunted: Hunted; readonly piece: Piece }
  | { readonly kind: 'close' }

/** How a hunt is gone about. */
export interface Planned {
  readonly candidates: number
  /** False: there are more. */
  readonly complete: boolean
  /** Ids of the messages to read block by block; absent: candidates are few, and read one by one. */
  readonly ids?: { readonly first: number; readonly last: number }
  /** What bare words were taken for. */
  readonly words: readonly (readonly [text: string, field: FieldName])[]
}

export interface Searched {
  /** Event ids. */
  readonly hits: readonly number[]
  readonly searched: number
  /** Candidates whose bytes are damaged or no longer kept. */
  readonly unread: number
  /** What is left of the piece; absent at its end. */
  readonly rest?: Piece
}

export type FromHunter =
  | { readonly kind: 'ready' }
  | { readonly kind: 'planned'; readonly task: number; readonly planned: Planned }
  | { readonly kind: 'searched'; readonly task: number; readonly searched: Searched }
  /** The hunt was given up meanwhile. */
  | { readonly kind: 'left'; readonly task: number }
  | { readonly kind: 'failed'; readonly task: number; readonly message: string }

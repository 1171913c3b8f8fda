import type { Network } from '../contract/ledger/address.ts'
import type { FieldName } from './fields.ts'

/** A stretch of the filter's text, in UTF-16 units as the page counts them; `to` excluded. */
export interface Place {
  readonly from: number
  readonly to: number
}

/** What a filter means: a condition on one message together with its source, number and dialog. */
export type Filter =
  | { readonly kind: 'everything' }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | { readonly kind: 'term'; readonly field: FieldName; readonly test: Test; readonly place: Place }
  /** A bare word: address, number, user agent, Call-ID or user, whichever has a hit first. */
  | { readonly kind: 'word'; readonly text: string; readonly place: Place }
  /** `~"…"` or `raw:"…"`: a search in the bytes of the message. */
  | { readonly kind: 'bytes'; readonly search: ByteSearch; readonly place: Place }

export type ByteSearch =
  { readonly kind: 'regex'; readonly pattern: string } | { readonly kind: 'literal'; readonly bytes: Uint8Array }

/** `any`: the field has a value at all (`key:*`). Otherwise one of the values has to hold. */
export type Test = { readonly kind: 'any' } | { readonly kind: 'oneOf'; readonly values: readonly Value[] }

export type Value =
  /** Equal to it, upper and lower case told apart. */
  | { readonly kind: 'text'; readonly text: string }
  /** Pieces between the `*` of a pattern: `a*b` is `['a', 'b']`, `*a` is `['', 'a']`. Case does not count. */
  | { readonly kind: 'pattern'; readonly pieces: readonly string[] }
  /** Both ends included; absent ends are open. */
  | { readonly kind: 'number'; readonly least?: number; readonly most?: number }
  /** UTC milliseconds, half-open; absent ends are open. */
  | { readonly kind: 'time'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'network'; readonly network: Network }
  /** Of a closed vocabulary, by its id: a class, tool, proof, severity, state, `yes` or `no`. */
  | { readonly kind: 'word'; readonly word: string }

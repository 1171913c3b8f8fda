import type { Word } from './words.ts'

/** What a field belongs to, and so where its condition is looked up. */
export type Home =
  /** Everything about a message but who, when and what it names. */
  | 'kind'
  /** The address it came from and what is known about it. */
  | 'source'
  /** The single message, or what it names. */
  | 'event'
  | 'time'
  /** Only found by reading raw bytes, as a hunt. */
  | 'bytes'

/** What may stand behind a field's colon, and so which `Value`s its test holds. */
export type ValueType =
  /** `text`, or `pattern` where a star stands. */
  | { readonly kind: 'text'; readonly form: TextForm }
  /** `number`. */
  | { readonly kind: 'number' }
  /** `time`: one end, or a stretch. */
  | { readonly kind: 'time'; readonly side: 'from' | 'to' | 'stretch' }
  /** `network`. */
  | { readonly kind: 'network' }
  /**
   * `text` of digits alone: the core, behind any prefix. Other `text`: exactly as dialled. `pattern`: always `['', digits]`,
   * the end of it.
   */
  | { readonly kind: 'phone' }
  /** `word`: one of these. `ranked`: they stand from most to least, so that `>=` makes sense. */
  | { readonly kind: 'words'; readonly words: readonly Word[]; readonly ranked: boolean }

/**
 * How plain text is brought into the form in which it is stored. `method`: names that RFCs give in capitals; `country`:
 * two capitals; `label`: small letters; `dialled`: without what only parts digits; `any`: as written.
 */
export type TextForm = 'any' | 'method' | 'country' | 'label' | 'dialled'

export interface FieldFacts {
  /** What it holds, in English, for completions and the handbook. */
  readonly says: string
  /** A filter that uses it. */
  readonly example: string
  readonly type: ValueType
  readonly home: Home
  /** A message or its source may have several: a negation then means none of them. */
  readonly many: boolean
  /**
   * Whether a message may be without it, so that `field:*` says something. Of what always has a word, `*` means another
   * word than the one for nothing: not `unknown` for tools, not `unproven` for proofs.
   */
  readonly optional: boolean
  /** Other names it goes by. */
  readonly aliases: readonly string[]
}

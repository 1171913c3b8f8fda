import type { NewSuggestion } from '../../store/suggestions/kept.ts'

/** First of all `open`. Each `look` is answered, once. */
export type ToFollower =
  | { readonly kind: 'open'; readonly path: string }
  | { readonly kind: 'look'; readonly anew: boolean }
  | { readonly kind: 'close' }

export type FromFollower =
  /** `found` is absent when nothing changed. `took`: milliseconds. */
  | { readonly kind: 'looked'; readonly found?: readonly NewSuggestion[]; readonly took: number }
  | { readonly kind: 'failed'; readonly message: string }

import type { Place } from '../filter.ts'

/** A condition said in our language, or why it cannot be. `loose`: it needs brackets when something is put beside it. */
export type Answer = { readonly filter: string; readonly loose: boolean } | { readonly reason: string }

export const said = (filter: string, loose = false): Answer => ({ filter, loose })
export const refused = (reason: string): Answer => ({ reason })

/** A part that has no counterpart, where it stands in the text, and why. */
export interface Unsupported {
  readonly text: string
  readonly place: Place
  readonly reason: string
}

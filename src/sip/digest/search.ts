import type { PasswordCheck } from './check.ts'

/** How far a search has come; `tried` counts passwords. */
export type SearchState =
  | { readonly kind: 'searching'; readonly tried: number }
  | { readonly kind: 'found'; readonly password: string; readonly tried: number }
  | { readonly kind: 'exhausted'; readonly tried: number }

/** Tries at most so many further passwords. Once found or exhausted, further steps change nothing. */
export type SearchStep = (most: number) => SearchState

/**
 * A search that its caller drives: each step is as long as the caller says, and between steps the search can be put
 * off or dropped. Takes the candidates as they come, so they may be generated.
 */
export function passwordSearch(check: PasswordCheck, candidates: Iterable<string>): SearchStep {
  const rest = candidates[Symbol.iterator]()
  let state: SearchState = { kind: 'searching', tried: 0 }
  const tryNext = (tried: number): SearchState => {
    const next = rest.next()
    if (next.done) return { kind: 'exhausted', tried }
    if (check(next.value)) return { kind: 'found', password: next.value, tried: tried + 1 }
    return { kind: 'searching', tried: tried + 1 }
  }
  return (most) => {
    const bound = state.tried + most
    while (state.kind === 'searching' && state.tried < bound) state = tryNext(state.tried)
    return state
  }
}

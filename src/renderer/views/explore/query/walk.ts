/** Where somebody is who goes through filters used before; what was being typed waits at the end. */
export interface Walk {
  readonly draft: string
  /** Place in the history, newest first; -1 is the draft. */
  readonly at: number
}

/**
 * One step through the history.
 * @param history newest first
 * @param step 1 is older, -1 is newer
 * @returns `undefined` when there is nothing further that way
 */
export function walked(
  history: readonly string[],
  text: string,
  walk: Walk | undefined,
  step: 1 | -1,
): { readonly walk: Walk; readonly text: string } | undefined {
  const { draft, at } = walk ?? { draft: text, at: -1 }
  for (let next = at + step; next >= -1 && next < history.length; next += step) {
    const found = next === -1 ? draft : history[next]
    // The filter that stands there is no step.
    if (found !== undefined && found !== text) return { walk: { draft, at: next }, text: found }
  }
  return undefined
}

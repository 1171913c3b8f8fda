/** Keys of rows that were chosen; a row that left the list stays chosen until somebody says otherwise. */
export type Selection = ReadonlySet<string | number>
type Key = string | number

export function toggled(selection: Selection, key: Key): Selection {
  const next = new Set(selection)
  if (!next.delete(key)) next.add(key)
  return next
}

/** `Shift+j`, `Shift+k`: the row the cursor leaves and the one it comes to. */
export const extended = (selection: Selection, from: Key, to: Key): Selection => new Set([...selection, from, to])

/** `Ctrl+A`: every row of the list as it is narrowed now; a second press takes them out again. */
export function allOf(selection: Selection, listed: readonly Key[]): Selection {
  const listedSet = new Set(listed)
  const complete = listed.length > 0 && listed.every((key) => selection.has(key))
  return new Set(complete ? [...selection].filter((key) => !listedSet.has(key)) : [...selection, ...listed])
}

/** `Ctrl+I`: chosen and not chosen change places among the listed rows; those elsewhere stay as they are. */
export const inverted = (selection: Selection, listed: readonly Key[]): Selection => listed.reduce(toggled, selection)

/** "3 of 42 sources selected", and how many of them the list does not show now. */
export function selectionText(selection: Selection, listed: readonly Key[], noun: string): string {
  const here = listed.filter((key) => selection.has(key)).length
  const away = selection.size - here
  const counted = `${here} of ${listed.length} listed ${noun}s selected`
  return away > 0 ? `${counted} + ${away} not listed now` : counted
}

/** What is left of a selection once something was done with `keys`. */
export function without(selection: Selection, keys: readonly Key[]): Selection {
  const done = new Set(keys)
  return new Set([...selection].filter((key) => !done.has(key)))
}

/** The selected addresses, or the one under the cursor when none is. */
export const addressesOf = (selection: Selection | undefined, active: string): readonly string[] =>
  selection && selection.size > 0 ? [...selection].map(String) : [active]

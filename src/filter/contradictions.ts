import { fieldOf, type FieldName } from './fields.ts'
import type { Filter, Value } from './filter.ts'
import type { Notes } from './notes.ts'

type Term = Extract<Filter, { kind: 'term' }>

/** Points out conditions that nothing can fulfil together, such as `country:DE country:NL`. */
export function contradictions(filter: Filter, notes: Notes): void {
  if (filter.kind === 'not') contradictions(filter.part, notes)
  if (filter.kind !== 'and' && filter.kind !== 'or') return
  if (filter.kind === 'and') amongParts(filter.parts, notes)
  for (const part of filter.parts) contradictions(part, notes)
}

function amongParts(parts: readonly Filter[], notes: Notes): void {
  const allowed = new Map<FieldName, ReadonlySet<string>>()
  for (const part of parts) {
    const own = part.kind === 'term' && !mayOverlap(part.field) ? exactValues(part) : undefined
    if (part.kind !== 'term' || own === undefined) continue
    const before = allowed.get(part.field)
    const both = before ? new Set([...own].filter((value) => before.has(value))) : own
    if (both.size === 0) notes.hint(part.place, message(part.field))
    allowed.set(part.field, both.size === 0 ? own : both)
  }
}

/** `ban:yes ban:held` and `num:468… num:+468…` name one thing in two ways. */
const mayOverlap = (field: FieldName): boolean => field === 'ban' || field === 'num' || fieldOf(field).many

const message = (field: FieldName): string =>
  `Nothing has two of these at once; to find either, list them with commas: ${field}:one,other.`

/** `undefined` when it allows more than single values. */
function exactValues({ test }: Term): ReadonlySet<string> | undefined {
  const keys = test.kind === 'oneOf' ? test.values.map(keyOf) : [undefined]
  return keys.includes(undefined) ? undefined : new Set(keys.flatMap((key) => key ?? []))
}

function keyOf(value: Value): string | undefined {
  if (value.kind === 'text') return value.text
  return value.kind === 'word' ? value.word : undefined
}

import { fieldOf, type FieldName } from './fields.ts'
import type { Filter, Place, Value } from './filter.ts'
import { parseFilter, type Parsed } from './parse.ts'
import type { Part } from './parse/parser.ts'
import { writePlain, writeValue } from './write/values.ts'

/**
 * What a key on a cell does: `in` narrows to its value, `out` leaves its value out, `only` asks for nothing else than it
 * within the same time.
 */
export type Sense = 'in' | 'out' | 'only'

type Term = Extract<Filter, { kind: 'term' }>

/** Only stretches of text are wanted here, whatever time it is. */
const anyClock = { now: Date.UTC(2020, 0, 1), zone: 'UTC' }

/**
 * The filter's text with a condition on `field` put in. A value joins a list that stands there already, leaves it, or
 * narrows it; all else of the text stays as it was typed.
 * @param value exactly this, as a cell shows it; quotes are put where they are needed.
 */
export function addTerm(text: string, field: FieldName, value: string, sense: Sense): string {
  const term = `${field}:${writePlain(field, value)}`
  const parsed = parseFilter(text, anyClock)
  const wanted = valueOf(term)
  const said = sense === 'out' ? `-${term}` : term
  if (sense === 'only') return joined([...timeParts(text, parsed), said])
  if (!parsed.filter || wanted === undefined) return joined([text.trim(), said])
  if (parsed.filter.kind === 'everything') return said
  if (parsed.parts.length === 0) return joined([`(${text.trim()})`, said])
  return changed(text, parsed.parts, { field, wanted, said, sense })
}

/**
 * The text without the condition at this place.
 * @param place that of one of `Parsed.parts`, or of something within it.
 */
export function removeTerm(text: string, place: Place): string {
  const { parts } = parseFilter(text, anyClock)
  const kept = parts.filter((part) => place.from < part.place.from || place.to > part.place.to)
  return parts.length === 0 ? '' : joined(kept.map((part) => textOf(text, part)))
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' ')

const textOf = (text: string, { place }: Part): string => text.slice(place.from, place.to)

function timeParts(text: string, { parts }: Parsed): readonly string[] {
  const isTime = ({ filter }: Part): boolean => filter.kind === 'term' && fieldOf(filter.field).home === 'time'
  return parts.filter(isTime).map((part) => textOf(text, part))
}

function valueOf(term: string): Value | undefined {
  const { filter } = parseFilter(term, anyClock)
  return filter?.kind === 'term' && filter.test.kind === 'oneOf' ? filter.test.values[0] : undefined
}

interface Change {
  readonly field: FieldName
  readonly wanted: Value
  /** The condition as a text of its own. */
  readonly said: string
  readonly sense: 'in' | 'out'
}

function changed(text: string, parts: readonly Part[], change: Change): string {
  const outcomes = parts.map((part) => outcomeOf(textOf(text, part), part.filter, change))
  if (outcomes.every(({ same }) => same)) return joined([text.trim(), change.said])
  const rest = outcomes.map(({ now }) => now)
  return joined(outcomes.some(({ done }) => done) ? rest : [...rest, change.said])
}

/** What becomes of one condition. `done`: the change needs no condition of its own any more. */
interface Outcome {
  readonly now: string
  readonly same: boolean
  readonly done: boolean
}

function outcomeOf(text: string, filter: Filter, change: Change): Outcome {
  const unchanged = { now: text, same: true, done: false }
  if (filter.kind === 'everything') return { now: '', same: false, done: false }
  const isNot = filter.kind === 'not'
  const term = isNot ? filter.part : filter
  if (term.kind !== 'term' || term.field !== change.field) return unchanged
  return (isNot === (change.sense === 'out') ? alike(term, isNot, change) : against(term, isNot, change)) ?? unchanged
}

/** A condition that asks the same way: the value joins its list, or the list is narrowed to it. */
function alike(term: Term, isNot: boolean, { field, wanted, said }: Change): Outcome | undefined {
  const values = valuesOf(term)
  const holds = values.some((value) => isSame(field, value, wanted))
  if (!isNot && holds) return { now: said, same: false, done: true }
  if (!isNot && (fieldOf(field).many || !values.every(isExact) || values.length === 0)) return undefined
  if (term.test.kind === 'any') return undefined
  return { now: written(field, holds ? values : [...values, wanted], isNot), same: false, done: true }
}

/** A condition that asks the other way: the value leaves its list. */
function against(term: Term, isNot: boolean, { field, wanted }: Change): Outcome | undefined {
  const values = valuesOf(term)
  const left = values.filter((value) => !isSame(field, value, wanted))
  if (left.length === values.length) return undefined
  const done = !isNot && left.length > 0 && !fieldOf(field).many && left.every(isExact)
  return { now: left.length === 0 ? '' : written(field, left, isNot), same: false, done }
}

const valuesOf = ({ test }: Term): readonly Value[] => (test.kind === 'oneOf' ? test.values : [])

const isSame = (field: FieldName, a: Value, b: Value): boolean =>
  a.kind === b.kind && writeValue(field, a) === writeValue(field, b)

/** One value and nothing else, so that another in the list does not lie within it. */
function isExact(value: Value): boolean {
  if (value.kind === 'number') return value.least === value.most
  if (value.kind === 'network') return !value.network.text.includes('/')
  return value.kind === 'text' || value.kind === 'word'
}

const written = (field: FieldName, values: readonly Value[], isNot: boolean): string =>
  `${isNot ? '-' : ''}${field}:${values.map((value) => writeValue(field, value)).join(',')}`

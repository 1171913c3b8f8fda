import { fieldOf, type FieldName } from '../../../filter/fields.ts'
import type { ByteSearch, Filter, Test } from '../../../filter/filter.ts'
import { toMicroseconds } from '../codes.ts'
import { allOf, always, anyOf, eventCondition, negated, type Condition } from './condition.ts'
import type { Run } from './run.ts'
import { callIdTerm, dialogTerm, sideTerm } from './terms/dialogs.ts'
import { huntTerm } from './terms/hunts.ts'
import { kindTerm } from './terms/kinds.ts'
import { guessTerm, userTerm } from './terms/named.ts'
import { numberTerm, prefixTerm } from './terms/numbers.ts'
import { sourceTerm } from './terms/sources.ts'
import { valuesOf } from './texts.ts'
import { numberTest } from './values.ts'
import { readWord, type ReadWord } from './words.ts'

/** Something to look for in the bytes of a message, by a search of its own or in a part of it. */
export type Search =
  | { readonly kind: 'bytes'; readonly search: ByteSearch }
  | { readonly kind: 'part'; readonly field: FieldName; readonly test: Test }

/** What a filter comes to, and what was found out on the way. */
export interface Resolved {
  readonly condition: Condition
  /** Bare words in order, and what each was taken for. */
  readonly words: readonly ReadWord[]
  /** The searches that event tests name by their number. */
  readonly searches: readonly Search[]
}

export function resolve(run: Run, filter: Filter): Resolved {
  const words: ReadWord[] = []
  const searches: Search[] = []
  const inBytes = (search: Search): Condition => {
    const number = searches.push(search) - 1
    return eventCondition({ search: number, holds: ({ matches }) => matches?.[number] ?? false })
  }
  const of = (part: Filter): Condition => {
    switch (part.kind) {
      case 'everything':
        return always
      case 'and':
        return allOf(part.parts.map(of))
      case 'or':
        return anyOf(part.parts.map(of))
      case 'not':
        return negated(of(part.part))
      case 'bytes':
        return inBytes({ kind: 'bytes', search: part.search })
      case 'word': {
        const word = readWord(run, part)
        words.push(word)
        return word.condition
      }
      case 'term':
        run.pause()
        return fieldOf(part.field).home === 'bytes'
          ? inBytes({ ...part, kind: 'part' })
          : term(run, part.field, part.test)
    }
  }
  return { condition: of(filter), words, searches }
}

function term(run: Run, field: FieldName, test: Test): Condition {
  switch (fieldOf(field).home) {
    case 'kind':
      return kindTerm(run, field, test)
    case 'source':
      return sourceTerm(run, field, test)
    case 'time':
      return timeTerm(test)
    default:
      return eventTerm(run, field, test)
  }
}

function timeTerm(test: Test): Condition {
  if (test.kind === 'any') return always
  return anyOf(
    test.values.flatMap((value): readonly Condition[] => {
      if (value.kind !== 'time') return []
      const { from, to } = value
      return [
        {
          kind: 'time',
          from: from === undefined ? -Infinity : toMicroseconds(from),
          to: to === undefined ? Infinity : toMicroseconds(to),
        },
      ]
    }),
  )
}

function eventTerm(run: Run, field: FieldName, test: Test): Condition {
  switch (field) {
    case 'num':
      return numberTerm(run, test)
    case 'prefix':
      return prefixTerm(run, test)
    case 'user':
      return userTerm(run, test)
    case 'auth':
      return guessTerm(run, test)
    case 'dialog':
      return dialogTerm(run, test)
    case 'callid':
      return callIdTerm(run, test)
    case 'from':
    case 'to':
      return sideTerm(run, field, test)
    case 'hunt':
      return huntTerm(run, test)
    default:
      return sizeTerm(test)
  }
}

function sizeTerm(test: Test): Condition {
  const fits = numberTest(test)
  const ranges = valuesOf(test).filter((value) => value.kind === 'number')
  const least = Math.min(...ranges.map((range) => range.least ?? 0))
  const most = Math.max(...ranges.map((range) => range.most ?? Number.MAX_SAFE_INTEGER))
  return eventCondition({
    holds: ({ size }) => fits(size),
    ...(ranges.length > 0 ? { needs: () => ({ of: 'size', least, most }) } : {}),
  })
}

type Term = Extract<Filter, { kind: 'term' }>

/** Every term of a field, in order. */
export function termsOf(filter: Filter, field: FieldName): readonly Term[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.flatMap((part) => termsOf(part, field))
    case 'not':
      return termsOf(filter.part, field)
    case 'term':
      return filter.field === field ? [filter] : []
    default:
      return []
  }
}

/** Does a filter name one of these fields anywhere? */
export function names(filter: Filter, ...fields: readonly FieldName[]): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.parts.some((part) => names(part, ...fields))
    case 'not':
      return names(filter.part, ...fields)
    case 'term':
      return fields.includes(filter.field)
    default:
      return false
  }
}

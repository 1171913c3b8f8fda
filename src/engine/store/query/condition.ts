import { complement, has, intersection, isEmpty, isFull, union, type IdSet } from './sets.ts'

/** What conditions look at of one event; the row of `event`. Time in microseconds. */
export interface EventValues {
  readonly id: number
  readonly time: number
  readonly kind: number
  readonly source: number
  readonly dialled: number | null
  readonly named: number | null
  readonly dialog: number
  readonly size: number
  /** What was found in its bytes, by the number of the search; only hunts know. */
  readonly matches?: readonly boolean[]
}

/**
 * What a filter comes to in this store. Everything about a message but who, when and what it names is its kind: such
 * conditions, and those on sources, are sets of ids. Only what a message names, its size and its bytes are asked of events.
 */
export type Condition =
  | { readonly kind: 'constant'; readonly holds: boolean }
  | { readonly kind: 'kinds' | 'sources'; readonly ids: IdSet }
  /** Microseconds, half-open. */
  | { readonly kind: 'time'; readonly from: number; readonly to: number }
  | { readonly kind: 'event'; readonly test: EventTest; readonly negated: boolean }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }

export interface EventTest {
  holds(event: EventValues): boolean
  /** Where an index leads that finds all events for which it holds; `undefined` when there are too many, or none does. */
  way?(): Way | undefined
  /** What every event has for which it holds, where SQL can tell; asked when events are looked at one after the other. */
  needs?(): Need | undefined
  /** The same of what was dialled alone, when it asks for nothing else. */
  ofDialled?(dialled: number): boolean
  /** How many received messages of each source it holds for, over all time, when that is kept. */
  counted?(): readonly SourceCount[]
  /** It can only be told from the bytes: number of the search. */
  readonly search?: number
}

/**
 * A column of the event whose value is in a set (`users` and `guesses`: the list that it names, by its row), or in a range
 * with both its ends; or the same of its dialog, whose Call-ID holds a text in small letters, or one beside ASCII.
 */
export type Need =
  | { readonly of: 'kind' | 'source' | 'dialled' | 'users' | 'guesses' | 'from' | 'to'; readonly ids: IdSet }
  | { readonly of: 'size'; readonly least: number; readonly most: number }
  | { readonly of: 'callid'; readonly piece: string }

/** Rows whose events are all that may be looked for, and how many events these are at most. */
export interface Way {
  readonly by: 'dialled' | 'dialog' | 'source' | 'event'
  readonly ids: readonly number[]
  readonly messages: number
}

export interface SourceCount {
  readonly source: number
  readonly messages: number
}

export const always: Condition = { kind: 'constant', holds: true }
export const never: Condition = { kind: 'constant', holds: false }

export function setCondition(kind: 'kinds' | 'sources', ids: IdSet): Condition {
  if (isEmpty(ids)) return never
  return isFull(ids) ? always : { kind, ids }
}

export const eventCondition = (test: EventTest): Condition => ({ kind: 'event', test, negated: false })

export const allOf = (parts: readonly Condition[]): Condition => combined('all', parts)
export const anyOf = (parts: readonly Condition[]): Condition => combined('any', parts)

/** Sets of the same sort become one; constants vanish or decide. */
function combined(kind: 'all' | 'any', parts: readonly Condition[]): Condition {
  const rest: Condition[] = []
  const sets = new Map<'kinds' | 'sources', IdSet>()
  const decides = kind === 'any'
  for (const part of parts.flatMap((each) => (each.kind === kind ? each.parts : [each]))) {
    if (part.kind === 'constant') {
      if (part.holds === decides) return part
    } else if (part.kind === 'kinds' || part.kind === 'sources') {
      const known = sets.get(part.kind)
      sets.set(part.kind, known ? (decides ? union : intersection)(known, part.ids) : part.ids)
    } else rest.push(part)
  }
  const folded = [...sets].map(([of, ids]) => setCondition(of, ids))
  const decided = folded.find((each) => each.kind === 'constant' && each.holds === decides)
  if (decided) return decided
  const left = [...folded.filter((each) => each.kind !== 'constant'), ...rest]
  const [first] = left
  if (first === undefined) return decides ? never : always
  return left.length === 1 ? first : { kind, parts: left }
}

export function negated(condition: Condition): Condition {
  switch (condition.kind) {
    case 'constant':
      return condition.holds ? never : always
    case 'kinds':
    case 'sources':
      return setCondition(condition.kind, complement(condition.ids))
    case 'time': {
      const { from, to } = condition
      return anyOf([
        { kind: 'time', from: -Infinity, to: from },
        { kind: 'time', from: to, to: Infinity },
      ])
    }
    case 'event':
      return { ...condition, negated: !condition.negated }
    case 'all':
      return anyOf(condition.parts.map(negated))
    case 'any':
      return allOf(condition.parts.map(negated))
  }
}

type Leaf = Extract<Condition, { kind: 'time' | 'event' }>

/** The condition with some of its leaves decided. @param decide `undefined` keeps the leaf. */
export function decided(condition: Condition, decide: (leaf: Leaf) => boolean | undefined): Condition {
  if (condition.kind === 'all' || condition.kind === 'any') {
    return combined(
      condition.kind,
      condition.parts.map((part) => decided(part, decide)),
    )
  }
  if (condition.kind !== 'time' && condition.kind !== 'event') return condition
  const holds = decide(condition)
  return holds === undefined ? condition : holds ? always : never
}

/** Every leaf of these kinds, in order. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  if (condition.kind === 'all' || condition.kind === 'any') return condition.parts.flatMap(leavesOf)
  return condition.kind === 'time' || condition.kind === 'event' ? [condition] : []
}

/** As a function of one event; built once, asked for every event. */
export function tester(condition: Condition): (event: EventValues) => boolean {
  switch (condition.kind) {
    case 'constant':
      return () => condition.holds
    case 'kinds':
      return ({ kind }) => has(condition.ids, kind)
    case 'sources':
      return ({ source }) => has(condition.ids, source)
    case 'time':
      return ({ time }) => time >= condition.from && time < condition.to
    case 'event':
      return condition.negated ? (event) => !condition.test.holds(event) : (event) => condition.test.holds(event)
    case 'all': {
      const tests = condition.parts.map(tester)
      return (event) => tests.every((test) => test(event))
    }
    case 'any': {
      const tests = condition.parts.map(tester)
      return (event) => tests.some((test) => test(event))
    }
  }
}

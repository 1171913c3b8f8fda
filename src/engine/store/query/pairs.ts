import type { Range } from '../../../contract/console/vocabulary.ts'
import { microsecondsPerMinute, toMilliseconds } from '../codes.ts'
import { bordersOf } from '../tallies/borders.ts'
import { cover, minutesIn, type Level } from '../tallies/cover.ts'
import type { SqlValue } from '../connection.ts'
import type { Condition } from './condition.ts'
import type { Span } from './events.ts'
import { rowsOfEvents, rowsOfLives, rowsOfStep, totalsOfLives, type PairForm } from './pair-rows.ts'
import { lengthOf, type Run } from './run.ts'
import { has, idsOf, sizeOf, type IdSet } from './sets.ts'
import { isReceived } from './shape.ts'

/** Messages of one kind from one source. */
export interface Pair {
  readonly source: number
  readonly kind: number
  readonly messages: number
}

/** A condition on kinds and sources alone, as statements and loops use it. */
export interface PairTest {
  /** The kinds that may match at all; `undefined`: any. */
  readonly kinds: IdSet | undefined
  readonly sources: IdSet | undefined
  /** Whether what these two sets leave is all to be looked at. */
  readonly exact: boolean
  holds(source: number, kind: number): boolean
}

/** @param condition without times and tests of events. */
export function pairTest(condition: Condition): PairTest {
  const parts = condition.kind === 'all' ? condition.parts : [condition]
  const setIn = (kind: 'kinds' | 'sources'): IdSet | undefined =>
    parts.flatMap((part) => (part.kind === kind ? part.ids : []))[0]
  const [kinds, sources] = [setIn('kinds'), setIn('sources')]
  const exact = parts.every(({ kind }) => kind === 'kinds' || kind === 'sources' || kind === 'constant')
  return { kinds, sources, exact, holds: pairTester(condition) }
}

function pairTester(condition: Condition): (source: number, kind: number) => boolean {
  switch (condition.kind) {
    case 'constant':
      return () => condition.holds
    case 'kinds':
      return (_source, kind) => has(condition.ids, kind)
    case 'sources':
      return (source) => has(condition.ids, source)
    case 'all': {
      const tests = condition.parts.map(pairTester)
      return (source, kind) => tests.every((test) => test(source, kind))
    }
    case 'any': {
      const tests = condition.parts.map(pairTester)
      return (source, kind) => tests.some((test) => test(source, kind))
    }
    default:
      throw new Error('only kinds and sources are counted beforehand')
  }
}

/** One step of a level, or a piece of time shorter than a minute that is counted from events. */
export type Step = { readonly level: Level; readonly at: number } | { readonly level: 'event'; readonly span: Span }

export const spanOf = (step: Step): Span =>
  step.level === 'event'
    ? step.span
    : {
        from: step.at * minutesIn[step.level] * microsecondsPerMinute,
        to: (step.at + 1) * minutesIn[step.level] * microsecondsPerMinute,
      }

const daysKept = 'SELECT min(day) AS first, max(day) AS last FROM rollup_day'

/** From the first to the last day of which anything is counted. */
export function spanKept({ reader }: Run): Span | undefined {
  const days = reader.get<{ first: number | null; last: number | null }>(daysKept)
  if (days?.first === null || days?.last === null || !days) return undefined
  const day = minutesIn.day * microsecondsPerMinute
  return { from: days.first * day, to: (days.last + 1) * day }
}

/** The steps that together are a span, in order of time: days, hours, minutes, and events at its very ends. */
export function stepsOf(run: Run, span: Span, longest: Level = 'day'): readonly Step[] {
  const kept = spanKept(run)
  if (!kept) return []
  const [from, to] = [Math.max(span.from, kept.from), Math.min(span.to, kept.to)]
  if (from >= to) return []
  const minutes = { from: Math.ceil(from / microsecondsPerMinute), to: Math.floor(to / microsecondsPerMinute) }
  const stretches = minutes.from < minutes.to ? cover(minutes, { borders: bordersOf(run.reader), longest }) : []
  const steps = stretches.flatMap(({ level, from: first, to: end }) =>
    Array.from({ length: end - first }, (_, at): Step => ({ level, at: first + at })),
  )
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) return [{ level: 'event', span: { from, to } }]
  const [begin, end] = [spanOf(first).from, spanOf(last).to]
  return [
    ...(from < begin ? [{ level: 'event', span: { from, to: begin } } as const] : []),
    ...steps,
    ...(end < to ? [{ level: 'event', span: { from: end, to } } as const] : []),
  ]
}

/** A range of milliseconds that holds a span: what is told to people. */
export const rangeOf = ({ from, to }: Span): Range => ({ from: toMilliseconds(from), to: toMilliseconds(to) })

/** Reads pairs that match, step by step. */
export interface PairReader {
  ofStep(step: Step): readonly Pair[]
  /** How many messages that is. */
  messagesOfStep(step: Step): number
  /** Of all time, by stretches of source ids. */
  ofLives(): Generator<readonly Pair[]>
  /** How many messages of how many sources that is; `undefined` when it takes a look at the pairs. */
  totalOfLives(): Total | undefined
}

export interface Total {
  readonly messages: number
  readonly sources: number
  /** False: time was up, and there are at least so many. */
  readonly complete: boolean
}

/** Rows are added up by the database where nobody asks for kinds: of such a pair only the source tells anything. */
export interface PairOptions {
  readonly anyKind?: boolean
}

/** Looked up one by one; of more each row is held against the set. */
const fewSources = 300
export function pairReader(run: Run, test: PairTest, { anyKind = false }: PairOptions = {}): PairReader {
  const { kinds, sources } = test
  const listed = sources && sizeOf(sources) <= fewSources
  const form: PairForm = {
    each: anyKind && test.exact ? 'source' : 'pair',
    sources: sources ? (listed ? 'listed' : 'held') : 'no',
    kinds: kinds ? 'held' : 'no',
  }
  const sets = {
    ...(kinds && { kinds }),
    ...(sources && { sources: listed ? JSON.stringify(idsOf(sources)) : sources }),
  }
  const matching = (rows: readonly Pair[]): readonly Pair[] =>
    test.exact ? rows : rows.filter(({ source, kind }) => test.holds(source, kind))
  const lives = (): { readonly form: PairForm; readonly sets: Bound } => {
    const list = listed ? undefined : fewOfKinds(run, kinds)
    return list === undefined ? { form, sets } : { form: { ...form, kinds: 'listed' }, sets: { ...sets, kinds: list } }
  }
  return {
    ofStep: (step) => matching(run.reader.all<Pair>(statementOf(step, form), { ...sets, ...boundsOf(step) })),
    messagesOfStep: (step) => {
      const bound = { ...sets, ...boundsOf(step) }
      if (test.exact) return run.reader.get<Summed>(statementOf(step, { ...form, each: 'all' }), bound)?.messages ?? 0
      return matching(run.reader.all<Pair>(statementOf(step, form), bound)).reduce((sum, of) => sum + of.messages, 0)
    },
    *ofLives() {
      if (form.each === 'source' && !listed && isReceived(run, kinds)) {
        for (const pairs of receivedOfLives(run)) {
          yield sources ? pairs.filter(({ source }) => has(sources, source)) : pairs
        }
        return
      }
      const { form: ofLives, sets: bound } = lives()
      const sql = rowsOfLives(ofLives)
      for (const ids of idStretches(run, listed)) yield matching(run.reader.all<Pair>(sql, { ...bound, ...ids }))
    },
    totalOfLives: () => {
      if (!test.exact) return undefined
      const { form: ofLives, sets: bound } = lives()
      const sql = totalsOfLives(ofLives)
      const total = { messages: 0, sources: 0 }
      for (const ids of idStretches(run, listed)) {
        const { messages = 0, sources: more = 0 } =
          run.reader.get<Omit<Total, 'complete'>>(sql, { ...bound, ...ids }) ?? {}
        total.messages += messages
        total.sources += more
        if (run.late()) return { ...total, complete: false }
      }
      return { ...total, complete: true }
    },
  }
}

interface Summed {
  readonly messages: number | null
}

const statementOf = (step: Step, form: PairForm): string =>
  step.level === 'event' ? rowsOfEvents(form) : rowsOfStep(step.level, form)

const boundsOf = (step: Step): Bound => (step.level === 'event' ? clamped(step.span) : { at: step.at })

const upTo = `SELECT count(*) AS pairs FROM (
  SELECT 1 FROM source_kind INDEXED BY source_kind_kind WHERE kind IN (SELECT value FROM json_each(?)) LIMIT ?)`
/** A source has sent a dozen kinds, all of which are read in less time than it takes to look one up. */
const pairsOfSources = 0.5

/** The kinds as a list, when looking up who sent them is sooner done than reading all that everybody sent. */
function fewOfKinds(run: Run, kinds: IdSet | undefined): string | undefined {
  if (!kinds) return undefined
  const list = JSON.stringify(idsOf(kinds))
  const most = Math.ceil(lengthOf(run.reader, 'source') * pairsOfSources)
  return (run.reader.get<{ pairs: number }>(upTo, list, most)?.pairs ?? most) < most ? list : undefined
}

type Bound = Readonly<Record<string, SqlValue>>

const sourcesAtOnce = 5_000

/** @param isOne few sources are looked up all at once. */
function* idStretches(run: Run, isOne = false): Generator<{ readonly from: number; readonly to: number }> {
  const end = lengthOf(run.reader, 'source')
  const stretch = isOne ? end : sourcesAtOnce
  for (let from = 0; from < end; from += stretch) {
    run.pause()
    yield { from, to: from + stretch }
  }
}

/** What is kept of each source anyway, in an index forty times shorter than the kinds of all. */
const received = `SELECT id AS source, 0 AS kind, messages FROM source INDEXED BY source_messages
  WHERE (messages, id) > (?, ?) ORDER BY messages, id LIMIT ?`
const receivedAtOnce = 20_000

function* receivedOfLives(run: Run): Generator<readonly Pair[]> {
  for (let after: Pair | undefined = { messages: 0, source: Number.MAX_SAFE_INTEGER, kind: 0 }; after;) {
    run.pause()
    const rows: readonly Pair[] = run.reader.all<Pair>(received, after.messages, after.source, receivedAtOnce)
    yield rows
    after = rows.length < receivedAtOnce ? undefined : rows.at(-1)
  }
}

const clamped = ({ from, to }: Span): Bound => ({
  from: Math.max(0, from),
  to: Math.min(to, Number.MAX_SAFE_INTEGER),
})

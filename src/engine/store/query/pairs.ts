import type { Range } from '../../../contract/console/vocabulary.ts'
import { microsecondsPerMinute, toMilliseconds } from '../codes.ts'
import { bordersOf } from '../tallies/borders.ts'
import { cover, minutesIn, type Level } from '../tallies/cover.ts'
import type { Condition } from './condition.ts'
import type { Span } from './events.ts'
import type { Run } from './run.ts'
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

const fewSources = 300
const fewKinds = 3_000

/** Rows of one step that may match; `@kinds` and `@sources` are lists, and each narrows only when it is there. */
function statement(table: string, bucket: string, bySource: boolean, byKind: boolean, anyKind: boolean): string {
  // Of one source there are few rows: each is looked at (+), instead of being asked for once for each kind.
  const only = byKind ? `AND ${bySource ? '+' : ''}t.kind IN (SELECT value FROM json_each(@kinds))` : ''
  const from = bySource ? `json_each(@sources) w CROSS JOIN ${table} t ON t.source = w.value AND` : `${table} t WHERE`
  if (!anyKind) return `SELECT t.source, t.kind, t.messages FROM ${from} ${bucket} ${only}`
  return `SELECT t.source, 0 AS kind, sum(t.messages) AS messages FROM ${from} ${bucket} ${only} GROUP BY t.source`
}

const yesAndNo = [false, true]
const forms = yesAndNo.flatMap((anyKind) =>
  yesAndNo.flatMap((bySource) => yesAndNo.map((byKind) => ({ anyKind, bySource, byKind }))),
)

const byForm = (table: string, bucket: string): readonly string[] =>
  forms.map(({ bySource, byKind, anyKind }) => statement(table, bucket, bySource, byKind, anyKind))

const statements: Readonly<Record<Level | 'event', readonly string[]>> = {
  minute: byForm('tally_minute', 't.minute = @at'),
  hour: byForm('tally_hour', 't.hour = @at'),
  day: byForm('tally_day', 't.day = @at'),
  event: forms.map(({ bySource, byKind, anyKind }) => {
    const only = byKind ? 'AND e.kind IN (SELECT value FROM json_each(@kinds))' : ''
    const from = bySource
      ? 'json_each(@sources) w CROSS JOIN event e INDEXED BY event_source ON e.source = w.value AND'
      : 'event e INDEXED BY event_time WHERE'
    const [kind, groups] = anyKind ? ['0', 'e.source'] : ['e.kind', 'e.source, e.kind']
    return `SELECT e.source, ${kind} AS kind, count(*) AS messages FROM ${from} e.time >= @from AND e.time < @to ${only}
      GROUP BY ${groups}`
  }),
}

/** Reads pairs that match, step by step. */
export interface PairReader {
  ofStep(step: Step): readonly Pair[]
  /** Of all time, by stretches of source ids. */
  ofLives(): Generator<readonly Pair[]>
}

/** Rows are added up by the database where nobody asks for kinds: of such a pair only the source tells anything. */
export interface PairOptions {
  readonly anyKind?: boolean
}

export function pairReader(run: Run, test: PairTest, { anyKind = false }: PairOptions = {}): PairReader {
  const few = (set: IdSet | undefined, most: number): string | undefined =>
    set && sizeOf(set) <= most ? JSON.stringify(idsOf(set)) : undefined
  const sources = few(test.sources, fewSources)
  const kinds = few(test.kinds, fewKinds)
  // Kinds too many for a list have to be looked at one by one.
  const summed = anyKind && test.exact && (test.kinds === undefined || kinds !== undefined)
  const form = (summed ? 4 : 0) + (sources === undefined ? 0 : 2) + (kinds === undefined ? 0 : 1)
  const lists = { ...(sources === undefined ? {} : { sources }), ...(kinds === undefined ? {} : { kinds }) }
  const matching = (rows: readonly Pair[]): readonly Pair[] =>
    summed
      ? rows.filter(({ source }) => test.sources === undefined || has(test.sources, source))
      : rows.filter(({ source, kind }) => test.holds(source, kind))
  return {
    ofStep: (step) => {
      const sql = statements[step.level][form] ?? ''
      const at = step.level === 'event' ? clamped(step.span) : { at: step.at }
      return matching(run.reader.all<Pair>(sql, { ...lists, ...at }))
    },
    *ofLives() {
      const end = run.reader.get<{ last: number | null }>('SELECT max(id) AS last FROM source')?.last ?? 0
      const sql = summed && sources === undefined && isReceived(run, test.kinds) ? receivedEver : (lives[form] ?? '')
      const stretch = sources === undefined ? sourcesAtOnce : end
      for (let from = 0; from < end; from += stretch) {
        run.pause()
        yield matching(run.reader.all<Pair>(sql, { ...lists, from, to: from + stretch }))
      }
    },
  }
}

/** What is kept of each source anyway, forty times shorter than its kinds. */
const receivedEver =
  'SELECT id AS source, 0 AS kind, messages FROM source WHERE id > @from AND id <= @to AND messages > 0'
const lives = byForm('source_kind', 't.source > @from AND t.source <= @to')
const sourcesAtOnce = 5_000

const clamped = ({ from, to }: Span): Span => ({
  from: Math.max(0, from),
  to: Math.min(to, Number.MAX_SAFE_INTEGER),
})

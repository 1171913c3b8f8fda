import type { Writer } from '../../connection.ts'
import type { SpanTally } from '../aggregates/tally.ts'

/** Aggregates that say how often a source did something, and when first and last. */
type Table = 'dialled' | 'guess'

interface Lost {
  readonly thing: number
  readonly count: number
  readonly first: number
  readonly last: number
}

interface Span {
  readonly attempts: number
  readonly first: number
  readonly last: number
}

/**
 * Takes events out of counts with a first and a last time. Where the first or last one went, the one that is it now is
 * looked for among the source's events, once for everything that the source lost: from the old place on, so that a
 * sweep through all events walks along each source's only once.
 * @param onGone called for a row of which nothing is left, before it is removed.
 */
export function loseSpans(
  writer: Writer,
  table: Table,
  losses: SpanTally,
  onGone?: (source: number, thing: number) => void,
): void {
  const bySource = Map.groupBy(losses.take(), ({ source }) => source)
  for (const [source, spans] of bySource) {
    const open = spans.flatMap((each) => reduce(writer, table, source, each, onGone))
    find(writer, table, source, 'first', earliest(open))
    find(writer, table, source, 'last', latest(open))
  }
}

interface Open {
  readonly thing: number
  /** Where the search begins; `undefined` when that end still stands. */
  readonly first: number | undefined
  readonly last: number | undefined
}

function reduce(
  writer: Writer,
  table: Table,
  source: number,
  { thing, count, first, last }: Lost,
  onGone: ((source: number, thing: number) => void) | undefined,
): readonly Open[] {
  const { read, remove, lessen } = statements[table]
  const span = writer.get<Span>(read, source, thing)
  if (!span) return []
  if (span.attempts <= count) {
    onGone?.(source, thing)
    writer.run(remove, source, thing)
    return []
  }
  writer.run(lessen, count, source, thing)
  const open = {
    thing,
    first: first <= span.first ? span.first : undefined,
    last: last >= span.last ? span.last : undefined,
  }
  return open.first === undefined && open.last === undefined ? [] : [open]
}

interface Search {
  readonly things: Set<number>
  readonly from: number
}

function earliest(open: readonly Open[]): Search {
  const wanted = open.filter(({ first }) => first !== undefined)
  const from = wanted.reduce((least, { first }) => Math.min(least, first ?? least), Infinity)
  return { things: new Set(wanted.map(({ thing }) => thing)), from }
}

function latest(open: readonly Open[]): Search {
  const wanted = open.filter(({ last }) => last !== undefined)
  const from = wanted.reduce((most, { last }) => Math.max(most, last ?? most), -Infinity)
  return { things: new Set(wanted.map(({ thing }) => thing)), from }
}

function find(writer: Writer, table: Table, source: number, end: 'first' | 'last', { things, from }: Search): void {
  if (things.size === 0) return
  const { walk, set } = statements[table]
  const found = new Map<number, number>()
  for (const row of writer.prepare(walk[end]).iterate(source, from)) {
    const { time, things: list } = row as { time: number; things: string }
    for (const thing of JSON.parse(list) as number[]) if (things.delete(thing)) found.set(thing, time)
    if (things.size === 0) break
  }
  for (const [thing, time] of found) writer.run(set[end], time, source, thing)
}

const received = 'CROSS JOIN kind k ON k.id = e.kind WHERE e.source = ? AND k.direction = 0'
const walkDialled = `SELECT e.time, '[' || e.dialled || ']' AS things FROM event e ${received} AND e.dialled IS NOT NULL`
const walkGuesses = `SELECT e.time, n.guesses AS things FROM event e CROSS JOIN named n ON n.id = e.named ${received}
  AND n.guesses <> '[]'`

const statements = {
  dialled: {
    read: `SELECT attempts, first_seen AS first, last_seen AS last FROM source_dialled WHERE source = ? AND dialled = ?`,
    remove: 'DELETE FROM source_dialled WHERE source = ? AND dialled = ?',
    lessen: 'UPDATE source_dialled SET attempts = attempts - ? WHERE source = ? AND dialled = ?',
    walk: {
      first: `${walkDialled} AND e.time >= ? ORDER BY e.time`,
      last: `${walkDialled} AND e.time <= ? ORDER BY e.time DESC`,
    },
    set: {
      first: 'UPDATE source_dialled SET first_seen = ? WHERE source = ? AND dialled = ?',
      last: 'UPDATE source_dialled SET last_seen = ? WHERE source = ? AND dialled = ?',
    },
  },
  guess: {
    read: `SELECT attempts, first_seen AS first, last_seen AS last FROM source_guess WHERE source = ? AND guess = ?`,
    remove: 'DELETE FROM source_guess WHERE source = ? AND guess = ?',
    lessen: 'UPDATE source_guess SET attempts = attempts - ? WHERE source = ? AND guess = ?',
    walk: {
      first: `${walkGuesses} AND e.time >= ? ORDER BY e.time`,
      last: `${walkGuesses} AND e.time <= ? ORDER BY e.time DESC`,
    },
    set: {
      first: 'UPDATE source_guess SET first_seen = ? WHERE source = ? AND guess = ?',
      last: 'UPDATE source_guess SET last_seen = ? WHERE source = ? AND guess = ?',
    },
  },
} as const

import type { FoundNumber, FoundPage } from '../../../contract/console/explore.ts'
import { toMilliseconds } from '../codes.ts'
import { cursorAfter, readCursor } from '../cursor.ts'
import { matchesOf } from './matches.ts'
import type { Plan } from './plan.ts'
import { pageBy, sortOf, type PageRequest } from './rows.ts'
import { lengthOf, type Run } from './run.ts'
import { lifeSources } from './shape.ts'

interface Dialling {
  readonly source: number
  readonly dialled: number
  readonly attempts: number
  /** Microseconds. */
  readonly first: number
  readonly last: number
}

/** One core among the matches. */
interface Counted {
  /** Of the number. */
  readonly id: number
  matching: number
  readonly sources: Set<number>
  readonly prefixes: Set<number>
  first: number
  last: number
}

const orders = ['matching', 'sources', 'lastSeen'] as const

/** Matches looked at for a list of numbers, at most; the newest are. */
const mostMatches = 100_000

/** Number cores that matching messages dialled. Without a sort those dialled most first. */
export function numbersPage(run: Run, plan: Plan, request: PageRequest): FoundPage<FoundNumber> {
  const { by, descending } = sortOf(request, orders, 'matching')
  const { numbers, newest } = countNumbers(run, plan)
  const keys = {
    matching: ({ matching }: Counted) => matching,
    sources: ({ sources }: Counted) => sources.size,
    lastSeen: ({ last }: Counted) => last,
  }
  const { shown, next } = pageBy(numbers, keys[by], descending, readCursor(request.cursor, 2), request.limit)
  return {
    rows: rowsOf(run, shown),
    ...(next ? { next: cursorAfter(...next) } : {}),
    complete: newest === undefined,
    ...(newest === undefined ? {} : { newest }),
  }
}

interface Numbers {
  readonly numbers: readonly Counted[]
  /** How many matches were looked at, when not all were. */
  readonly newest?: number
}

/** The number cores among the matches, from what is kept of each source where the filter asks for no more than that. */
export function countNumbers(run: Run, plan: Plan): Numbers {
  const count = counter(run)
  const lives = lifeSources(run, plan)
  if (lives) {
    for (const rows of diallingsOf(run, lives.sources)) {
      run.pause()
      count.add(rows.filter(({ dialled }) => lives.holds(dialled)))
    }
    return { numbers: count.numbers() }
  }
  let looked = 0
  for (const { events } of matchesOf(run, plan, true)) {
    looked += events.length
    count.add(
      events.flatMap(({ source, dialled, time }) =>
        dialled ? { source, dialled, attempts: 1, first: time, last: time } : [],
      ),
    )
    if (looked > mostMatches || run.late()) return { numbers: count.numbers(), newest: looked }
  }
  return { numbers: count.numbers() }
}

interface Attempts {
  readonly id: number
  readonly matching: number
}

interface DialledRow {
  readonly dialled: number
  readonly number: number
  readonly attempts: number
}

const ever = 'SELECT id AS dialled, number, attempts FROM dialled WHERE id > ? AND id <= ? AND attempts > 0'
const dialledAtOnce = 50_000

/** How often each number was dialled by the matches, for who asks no more: of everybody it is kept with what was dialled. */
export function attemptsByNumber(
  run: Run,
  plan: Plan,
): { readonly numbers: readonly Attempts[]; readonly newest?: number } {
  const lives = lifeSources(run, plan)
  if (!lives || lives.sources) return countNumbers(run, plan)
  const attempts = new Map<number, number>()
  for (let from = 0, end = lengthOf(run.reader, 'dialled'); from < end; from += dialledAtOnce) {
    run.pause()
    for (const row of run.reader.all<DialledRow>(ever, from, from + dialledAtOnce)) {
      if (lives.holds(row.dialled)) attempts.set(row.number, (attempts.get(row.number) ?? 0) + row.attempts)
    }
  }
  return { numbers: [...attempts].map(([id, matching]) => ({ id, matching })) }
}

const columns = 'x.source, x.dialled, x.attempts, x.first_seen AS first, x.last_seen AS last'
const ofSources = `SELECT ${columns} FROM json_each(?) w CROSS JOIN source_dialled x ON x.source = w.value
  WHERE x.dialled > 0`
const ofAll = `SELECT ${columns} FROM source_dialled x WHERE x.source > ? AND x.source <= ? AND x.dialled > 0`
const sourcesAtOnce = 2_000

function* diallingsOf({ reader }: Run, sources: readonly number[] | undefined): Generator<readonly Dialling[]> {
  const last = reader.get<{ last: number | null }>('SELECT max(id) AS last FROM source')?.last ?? 0
  for (let at = 0; at < (sources?.length ?? last); at += sourcesAtOnce) {
    yield sources
      ? reader.all<Dialling>(ofSources, JSON.stringify(sources.slice(at, at + sourcesAtOnce)))
      : reader.all<Dialling>(ofAll, at, at + sourcesAtOnce)
  }
}

interface Reading {
  readonly id: number
  readonly number: number
  readonly prefix: number
}

const readings = 'SELECT id, number, prefix FROM dialled WHERE id IN (SELECT value FROM json_each(?))'

/** Gathers what was dialled by its core. */
function counter({ reader }: Run) {
  const known = new Map<number, Reading>()
  const numbers = new Map<number, Counted>()
  const learn = (dialled: readonly number[]): void => {
    const fresh = [...new Set(dialled)].filter((id) => !known.has(id))
    if (fresh.length === 0) return
    for (const reading of reader.all<Reading>(readings, JSON.stringify(fresh))) known.set(reading.id, reading)
  }
  const note = ({ source, dialled, attempts, first, last }: Dialling): void => {
    const reading = known.get(dialled)
    if (!reading) return
    const { number: id, prefix } = reading
    const of = numbers.get(id) ?? { id, matching: 0, sources: new Set(), prefixes: new Set(), first, last }
    numbers.set(id, of)
    of.matching += attempts
    of.sources.add(source)
    of.prefixes.add(prefix)
    of.first = Math.min(of.first, first)
    of.last = Math.max(of.last, last)
  }
  return {
    add: (rows: readonly Dialling[]): void => {
      learn(rows.map(({ dialled }) => dialled))
      for (const row of rows) note(row)
    },
    numbers: (): readonly Counted[] => [...numbers.values()],
  }
}

interface NumberRow {
  readonly id: number
  readonly text: string
  readonly country: string | null
}

export const numberTexts = (run: Run, ids: readonly number[]): ReadonlyMap<number, NumberRow> =>
  new Map(
    run.reader
      .all<NumberRow>(
        'SELECT id, text, country FROM number WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(ids),
      )
      .map((row) => [row.id, row]),
  )

function rowsOf(run: Run, shown: readonly Counted[]): readonly FoundNumber[] {
  const texts = numberTexts(
    run,
    shown.map(({ id }) => id),
  )
  return shown.map(({ id, matching, sources, prefixes, first, last }) => {
    const { text = '', country = null } = texts.get(id) ?? {}
    return {
      core: text,
      ...(country === null ? {} : { country }),
      ...{ matching, sources: sources.size, prefixes: prefixes.size },
      firstSeen: toMilliseconds(first),
      lastSeen: toMilliseconds(last),
    }
  })
}

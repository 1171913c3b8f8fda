import { matchesOf } from './matches.ts'
import { dialledEver } from './numbers-ever.ts'
import type { Plan } from './plan.ts'
import type { Run } from './run.ts'
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

/** Matches looked at for a list of numbers, at most; the newest are. */
const mostMatches = 100_000

export interface Numbers {
  readonly numbers: readonly Counted[]
  /** How many matches were looked at, when not all were. */
  readonly newest?: number
}

/** The number cores among the matches, from what is kept of each source where the filter asks for no more than that. */
export function countNumbers(run: Run, plan: Plan): Numbers {
  const count = counter(run)
  const lives = lifeSources(run, plan)
  if (lives?.sources) {
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

/** How often each number was dialled by the matches, for who asks no more. */
export function attemptsByNumber(
  run: Run,
  plan: Plan,
): { readonly numbers: readonly Attempts[]; readonly newest?: number } {
  const lives = lifeSources(run, plan)
  return !lives || lives.sources ? countNumbers(run, plan) : { numbers: dialledEver(run, lives.holds) }
}

const ofSources = `SELECT x.source, x.dialled, x.attempts, x.first_seen AS first, x.last_seen AS last
  FROM json_each(?) w CROSS JOIN source_dialled x ON x.source = w.value WHERE x.dialled > 0`
const sourcesAtOnce = 2_000

function* diallingsOf({ reader }: Run, sources: readonly number[]): Generator<readonly Dialling[]> {
  for (let at = 0; at < sources.length; at += sourcesAtOnce) {
    yield reader.all<Dialling>(ofSources, JSON.stringify(sources.slice(at, at + sourcesAtOnce)))
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

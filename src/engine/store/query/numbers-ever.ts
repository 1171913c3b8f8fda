import { bordersOf } from '../tallies/borders.ts'
import { lengthOf, type Run } from './run.ts'

/** A number, and what was ever dialled of it by anybody, as far as the question asks for it. */
export interface EverDialled {
  readonly id: number
  matching: number
  readonly prefixes: Set<number>
  /** Rows of `dialled`. */
  readonly forms: number[]
  /** Other forms of it were dialled too, which the question does not ask for. */
  isPart: boolean
}

interface DialledRow {
  readonly dialled: number
  readonly number: number
  readonly prefix: number
  readonly attempts: number
}

const ever = 'SELECT id AS dialled, number, prefix, attempts FROM dialled WHERE id > ? AND id <= ? AND attempts > 0'
const dialledAtOnce = 50_000

/** How often each number was ever dialled: that is kept with what was dialled, whoever did. */
export function dialledEver(run: Run, holds: (dialled: number) => boolean): readonly EverDialled[] {
  const numbers = new Map<number, EverDialled>()
  for (let from = 0, end = lengthOf(run.reader, 'dialled'); from < end; from += dialledAtOnce) {
    run.pause()
    for (const row of run.reader.all<DialledRow>(ever, from, from + dialledAtOnce)) {
      const { number: id } = row
      const of = numbers.get(id) ?? { id, matching: 0, prefixes: new Set(), forms: [], isPart: false }
      numbers.set(id, of)
      if (holds(row.dialled)) addForm(of, row)
      else of.isPart = true
    }
  }
  return [...numbers.values()].filter(({ matching }) => matching > 0)
}

function addForm(of: EverDialled, { dialled, prefix, attempts }: DialledRow): void {
  of.matching += attempts
  of.prefixes.add(prefix)
  of.forms.push(dialled)
}

const byNumber = 'SELECT count(*) AS sources FROM source_number INDEXED BY source_number_sources WHERE number = ?'
const byForms = `SELECT count(DISTINCT x.source) AS sources
  FROM json_each(?) w CROSS JOIN source_dialled x INDEXED BY source_dialled_sources ON x.dialled = w.value`

/** How many sources dialled it. */
export function sourcesEver(run: Run, { id, forms, isPart }: EverDialled): number {
  run.pause()
  const [sql, param] = isPart ? [byForms, JSON.stringify(forms)] : [byNumber, id]
  return run.reader.get<{ sources: number }>(sql, param)?.sources ?? 0
}

/** Microseconds. */
interface Seen {
  readonly first: number
  readonly last: number
}

const events = 'FROM event INDEXED BY event_dialled WHERE dialled = w.value AND dialled > 0'
/** Two look-ups for each form, however often it was dialled. */
const byEvents = `SELECT min(first) AS first, max(last) AS last
  FROM (SELECT (SELECT min(time) ${events}) AS first, (SELECT max(time) ${events}) AS last FROM json_each(?) w)`
const bySources = `SELECT min(x.first_seen) AS first, max(x.last_seen) AS last
  FROM json_each(?) w CROSS JOIN source_dialled x INDEXED BY source_dialled_sources ON x.dialled = w.value`

/** When it was dialled first and last: the events know, while all of them are kept. */
export function seenEver(run: Run): (number: EverDialled) => Seen {
  const sql = bordersOf(run.reader).event === 0 ? byEvents : bySources
  return ({ forms }) => {
    run.pause()
    return run.reader.get<Seen>(sql, JSON.stringify(forms)) ?? { first: 0, last: 0 }
  }
}

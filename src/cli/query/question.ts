import type { Query } from '../../contract/console/explore.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { fieldOf } from '../../filter/fields.ts'
import type { Filter } from '../../filter/filter.ts'
import { parseFilter, type ParseOptions } from '../../filter/parse.ts'
import { usage, type Given, type Options } from '../arguments.ts'
import type { Context } from '../command.ts'
import { problemLines } from './problems.ts'

/** Options of every command that takes a filter. */
export const questionOptions: Options = {
  range: { type: 'string' },
  zone: { type: 'string' },
  answers: { type: 'boolean' },
}

export const questionHelp = `  FILTER           as in Explore (docs/filter-language.md), in single quotes; '' is everything
  --range FROM..TO times as in the filter language, e.g. now-24h..now, 2026-03-01..2026-03-07; one end may be left out
  --zone ZONE      IANA name, e.g. Europe/Berlin; times without a zone are read in it (default UTC)
  --answers        our answers too, not only what was received`

export interface Question {
  readonly query: Query
  readonly filter: Filter
}

/** Latest moment that the store can tell from the next: 2^53 microseconds. */
const latest = Math.floor(Number.MAX_SAFE_INTEGER / 1000)

/** @throws Failure `usage`, with a caret under what is wrong in the filter. */
export function readQuestion(
  { texts, flags, words }: Given,
  { now, say }: Pick<Context, 'now' | 'say'>,
  checkRegex?: ParseOptions['checkRegex'],
): Question {
  if (words.length === 0) throw usage("a filter is missing; '' is everything")
  const text = words.join(' ')
  const clock = { now: now(), zone: texts['zone'] ?? 'UTC' }
  const { filter, problems } = parseFilter(text, { ...clock, ...(checkRegex && { checkRegex }) })
  if (!filter) throw usage(problemLines(text, problems))
  if (problems.length > 0) say(`honeynet: ${problemLines(text, problems)}`)
  const range = texts['range'] === undefined ? undefined : readRange(texts['range'], clock)
  const query = { filter: text, zone: clock.zone, answers: flags.has('answers'), ...(range && { range }) }
  return { query, filter }
}

/** Read as what stands behind `at:`. @throws Failure `usage` */
function readRange(text: string, clock: { readonly now: number; readonly zone: string }): Range {
  const key = 'at:'
  const { filter, problems } = parseFilter(key + text, clock)
  const errors = problems.map((problem) => ({
    ...problem,
    from: problem.from - key.length,
    to: problem.to - key.length,
  }))
  if (!filter) throw usage(`--range: ${problemLines(text, errors)}`)
  const [value, ...more] = filter.kind === 'term' && filter.test.kind === 'oneOf' ? filter.test.values : []
  if (value?.kind !== 'time' || more.length > 0) throw usage('--range wants one stretch of time, such as now-24h..now')
  return { from: Math.max(0, value.from ?? 0), to: Math.min(latest, value.to ?? latest) }
}

/** Whether some of it can only be told by the bytes of messages. */
export function needsBytes(filter: Filter): boolean {
  switch (filter.kind) {
    case 'bytes':
      return true
    case 'term':
      return fieldOf(filter.field).home === 'bytes'
    case 'not':
      return needsBytes(filter.part)
    case 'and':
    case 'or':
      return filter.parts.some(needsBytes)
    case 'everything':
    case 'word':
      return false
  }
}

/** A table is read by people. */
const tableRows = 100

/** Rows that are wanted; may be infinite. @throws Failure `usage` */
export function readLimit({ texts: { limit } }: Given, json: boolean): number {
  if (limit === undefined) return json ? Infinity : tableRows
  if (limit === 'all') return Infinity
  if (/^[1-9]\d{0,8}$/.test(limit)) return Number(limit)
  throw usage('--limit wants a whole number from 1 on, or all')
}

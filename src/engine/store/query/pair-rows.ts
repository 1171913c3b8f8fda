import type { Level } from '../tallies/cover.ts'
import { inSet } from './needs.ts'

/** How a statement narrows what it reads: by looking up what a list names, or by holding each row against a set. */
export type Narrowed = 'no' | 'held' | 'listed'

/** What a statement about pairs of source and kind asks; `@kinds` and `@sources` are bound when they narrow. */
export interface PairForm {
  readonly sources: Narrowed
  readonly kinds: Narrowed
  /** What rows are for. Of sources kinds are added up and told as 0; `all` is one row, and has nothing but messages. */
  readonly each: 'pair' | 'source' | 'all'
}

/** Rows of one step of a level; `@at` says which. */
export const rowsOfStep = (level: Level, form: PairForm): string =>
  rows(form, `tally_${level} t`, `t.${level} = @at`, 't.messages', 'sum(t.messages)')

/** Counted from events, of a time too short to be counted beforehand. */
export function rowsOfEvents(form: PairForm): string {
  const table = `event t INDEXED BY ${form.sources === 'listed' ? 'event_source' : 'event_time'}`
  return rows(form, table, 't.time >= @from AND t.time < @to', 'count(*)', 'count(*)', 'GROUP BY t.source, t.kind')
}

const someSources = 't.source > @from AND t.source <= @to'

/** Of all time, of the sources in a stretch of ids. */
export function rowsOfLives(form: PairForm): string {
  // Few kinds are looked up; the primary key leads to sources.
  const table = form.kinds === 'listed' ? 'source_kind t INDEXED BY source_kind_kind' : 'source_kind t'
  return rows(form, table, someSources, 't.messages', 'sum(t.messages)')
}

/** The same added up once more: how many messages of how many sources. */
export const totalsOfLives = (form: PairForm): string =>
  `SELECT coalesce(sum(messages), 0) AS messages, count(*) AS sources FROM (${rowsOfLives({ ...form, each: 'source' })})`

function rows(form: PairForm, table: string, where: string, one: string, all: string, groups = ''): string {
  const { sources, kinds, each } = form
  const from =
    sources === 'listed' ? `json_each(@sources) w CROSS JOIN ${table} ON t.source = w.value AND` : `${table} WHERE`
  const only = [
    kinds === 'listed' ? 'AND t.kind IN (SELECT value FROM json_each(@kinds))' : '',
    kinds === 'held' ? `AND ${inSet('t.kind', 'kinds')}` : '',
    sources === 'held' ? `AND ${inSet('t.source', 'sources')}` : '',
  ].join(' ')
  const read = `FROM ${from} ${where} ${only}`
  if (each === 'all') return `SELECT ${all} AS messages ${read}`
  return each === 'source'
    ? `SELECT t.source, 0 AS kind, ${all} AS messages ${read} GROUP BY t.source`
    : `SELECT t.source, t.kind, ${one} AS messages ${read} ${groups}`
}

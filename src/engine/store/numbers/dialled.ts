import { confidenceCodes } from '../codes.ts'
import type { Writer } from '../connection.ts'
import type { Touched } from './touched.ts'
import type { DialledFacts } from '../ingest/facts.ts'
import { bounded } from '../ingest/names/intern.ts'

/** What forms of one number share, whatever stands before it. */
const suffixDigits = 8

/** How one dialled text is read: ids of its core and prefix. */
export interface Reading {
  readonly number: number
  readonly prefix: number
  readonly confidence: number
}

/** What a dialled text is stored with. */
export interface DialledNames {
  /** Row id of a prefix. */
  readonly prefixId: (text: string) => number
  /** Learns what is to be read anew together with what shares its suffix. */
  readonly touched: Touched
}

/**
 * The row of a dialled text, which says how it is read. Rules that read it otherwise than before change the row, so that
 * all who dialled it are counted under the new number; a reading that rests on other numbers too stays.
 */
export function storeDialled(writer: Writer, { prefixId, touched }: DialledNames, facts: DialledFacts): number {
  const raw = bounded(facts.raw)
  const known = writer.get<{ id: number; folded: 0 | 1 }>('SELECT id, folded FROM dialled WHERE raw = ?', raw)
  if (known?.folded === 1) return known.id
  const number = numberIdOf(writer, bounded(facts.core), facts.country)
  const reading = { number, prefix: prefixId(facts.prefix), confidence: confidenceCodes.encode(facts.confidence) }
  const suffix = suffixOf(facts)
  const id = known?.id ?? insertDialled(writer, raw, reading, suffix)
  if (known) readDialledAs(writer, id, reading)
  touched.note(suffix, id)
  return id
}

/** Did anybody dial that before? */
export const isDialled = (writer: Writer, { raw }: DialledFacts): boolean =>
  writer.get('SELECT 1 FROM dialled WHERE raw = ?', bounded(raw)) !== undefined

const suffixOf = ({ prefix, core }: DialledFacts): string => (prefix + core).replace(/\D/g, '').slice(-suffixDigits)

function insertDialled(writer: Writer, raw: string, { number, prefix, confidence }: Reading, suffix: string): number {
  const insert = 'INSERT INTO dialled (raw, number, prefix, confidence, suffix) VALUES (?, ?, ?, ?, ?)'
  return writer.run(insert, raw, number, prefix, confidence, suffix).id
}

/** The row of a core. @param country as far as it is known; what is known already is not forgotten. */
export function numberIdOf(writer: Writer, core: string, country?: string): number {
  const find = 'SELECT id, country FROM number WHERE text = ?'
  const known = writer.get<{ id: number; country: string | null }>(find, core)
  if (!known) return writer.run('INSERT INTO number (text, country) VALUES (?, ?)', core, country ?? null).id
  if (country !== undefined && known.country !== country) {
    writer.run('UPDATE number SET country = ? WHERE id = ?', country, known.id)
  }
  return known.id
}

/** Reads a dialled text in another way from now on, for all events and sources that dialled it. */
export function readDialledAs(writer: Writer, dialled: number, reading: Reading): void {
  const before = writer.get<Reading>('SELECT number, prefix, confidence FROM dialled WHERE id = ?', dialled)
  if (!before) return
  const { number, prefix, confidence } = reading
  if (before.number === number && before.prefix === prefix && before.confidence === confidence) return
  if (before.number !== number) moveForms(writer, moveSql.number, dialled, before.number, number)
  if (before.prefix !== prefix) moveForms(writer, moveSql.prefix, dialled, before.prefix, prefix)
  const update = 'UPDATE dialled SET number = ?, prefix = ?, confidence = ? WHERE id = ?'
  writer.run(update, number, prefix, confidence, dialled)
  if (before.number !== number) writer.run(removeUnused, before.number, before.number)
}

/** For all who dialled a text at once: an attacker forges as many sources as it likes, and ingestion waits meanwhile. */
function moveForms(writer: Writer, sql: readonly string[], dialled: number, before: number, now: number): void {
  for (const step of sql) writer.run(step, { dialled, before, now })
}

const removeUnused = 'DELETE FROM number WHERE id = ? AND NOT EXISTS (SELECT 1 FROM dialled WHERE number = ?)'

type Form = Pick<Reading, 'number' | 'prefix'>

const formOf = (writer: Writer, dialled: number): Form | undefined =>
  writer.get<Form>('SELECT number, prefix FROM dialled WHERE id = ?', dialled)

/** A source has a new row in source_dialled. */
export function noteDialled(writer: Writer, source: number, dialled: number): void {
  const form = formOf(writer, dialled)
  if (form) gainForm(writer, source, form)
}

/** A source's row in source_dialled is gone. */
export function forgetDialled(writer: Writer, source: number, dialled: number): void {
  const form = formOf(writer, dialled)
  if (form) loseForm(writer, source, form)
}

function gainForm(writer: Writer, source: number, { number, prefix }: Form): void {
  const numbers = gain(writer, gainSql.number, source, number)
  const prefixes = gain(writer, gainSql.prefix, source, prefix)
  if (numbers + prefixes > 0) writer.run(changeCounts, numbers, prefixes, source)
}

function loseForm(writer: Writer, source: number, { number, prefix }: Form): void {
  const numbers = lose(writer, loseSql.number, source, number)
  const prefixes = lose(writer, loseSql.prefix, source, prefix)
  if (numbers + prefixes > 0) writer.run(changeCounts, -numbers, -prefixes, source)
}

/** @returns 1 when the row is new. */
function gain(writer: Writer, sql: { update: string; insert: string }, source: number, value: number): number {
  if (writer.run(sql.update, source, value).changes > 0) return 0
  writer.run(sql.insert, source, value)
  return 1
}

/** @returns 1 when the row is gone. */
function lose(writer: Writer, sql: { update: string; remove: string }, source: number, value: number): number {
  writer.run(sql.update, source, value)
  return writer.run(sql.remove, source, value).changes
}

const changeCounts = 'UPDATE source SET numbers = numbers + ?, prefixes = prefixes + ? WHERE id = ?'

const gainSql = {
  number: {
    update: 'UPDATE source_number SET forms = forms + 1 WHERE source = ? AND number = ?',
    insert: 'INSERT INTO source_number (source, number, forms) VALUES (?, ?, 1)',
  },
  prefix: {
    update: 'UPDATE source_prefix SET forms = forms + 1 WHERE source = ? AND prefix = ?',
    insert: 'INSERT INTO source_prefix (source, prefix, forms) VALUES (?, ?, 1)',
  },
}
const loseSql = {
  number: {
    update: 'UPDATE source_number SET forms = forms - 1 WHERE source = ? AND number = ?',
    remove: 'DELETE FROM source_number WHERE source = ? AND number = ? AND forms = 0',
  },
  prefix: {
    update: 'UPDATE source_prefix SET forms = forms - 1 WHERE source = ? AND prefix = ?',
    remove: 'DELETE FROM source_prefix WHERE source = ? AND prefix = ? AND forms = 0',
  },
}

/** @param table, @param value its column, @param count of such rows in `source`: constants of this file, never data. */
function moving(table: string, value: string, count: string): readonly string[] {
  const dialling = 'SELECT source FROM source_dialled WHERE dialled = @dialled'
  const had = `source IN (${dialling}) AND ${value} = @before`
  const known = `SELECT 1 FROM ${table} t WHERE t.source = x.source AND t.${value} = @now`
  return [
    `UPDATE source SET ${count} = ${count} - 1 WHERE id IN (SELECT source FROM ${table} WHERE ${had} AND forms = 1)`,
    `DELETE FROM ${table} WHERE ${had} AND forms = 1`,
    `UPDATE ${table} SET forms = forms - 1 WHERE ${had}`,
    `UPDATE source SET ${count} = ${count} + 1
      WHERE id IN (SELECT x.source FROM source_dialled x WHERE x.dialled = @dialled AND NOT EXISTS (${known}))`,
    `INSERT INTO ${table} (source, ${value}, forms) SELECT source, @now, 1 FROM source_dialled WHERE dialled = @dialled
      ON CONFLICT DO UPDATE SET forms = forms + 1`,
  ]
}

const moveSql = {
  number: moving('source_number', 'number', 'numbers'),
  prefix: moving('source_prefix', 'prefix', 'prefixes'),
}

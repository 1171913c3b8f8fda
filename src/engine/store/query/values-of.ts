import { fieldOf, type FieldName } from '../../../filter/fields.ts'
import { foldCase } from '../../../filter/match.ts'
import { severityCodes } from '../codes.ts'
import type { Reader, SqlValue } from '../connection.ts'
import { kindNames } from './facets.ts'
import { kindsOf } from './kinds.ts'
import type { Run } from './run.ts'
import { systemValues } from './systems.ts'

/** A value that the store holds. */
export interface StoredValue {
  readonly value: string
  /** Received and sent messages that have it, over all time; `undefined` where that is not kept. */
  readonly messages: number | undefined
  /** What it is, where its name does not say so. */
  readonly detail?: string
}

/** Values of a field that begin with, or hold, what was typed; the most frequent first. */
export function valuesOf(run: Run, field: FieldName, typed: string, limit: number): readonly StoredValue[] {
  if (field === 'asn') return systemValues(run, typed, limit)
  const found = fieldOf(field).home === 'kind' ? kindValues(run, field) : storedValues(run.reader, field, typed, limit)
  const wanted = foldCase(typed)
  return found
    .filter(({ value }) => value !== '' && foldCase(value).includes(wanted))
    .sort((a, b) => (b.messages ?? 0) - (a.messages ?? 0) || (a.value < b.value ? -1 : 1))
    .slice(0, limit)
}

function kindValues({ reader }: Run, field: FieldName): readonly StoredValue[] {
  const namesOf = kindNames(reader)[field]
  if (!namesOf) return []
  const rows = reader.all<{ kind: number; messages: number }>(
    'SELECT kind, sum(messages) AS messages FROM rollup_day GROUP BY kind',
  )
  const messages = new Map(rows.map((row) => [row.kind, row.messages]))
  const counts = new Map<string, number>()
  for (const kind of kindsOf(reader)) {
    for (const { value } of namesOf(kind)) counts.set(value, (counts.get(value) ?? 0) + (messages.get(kind.id) ?? 0))
  }
  return Array.from(counts, ([value, count]) => ({ value, messages: count }))
}

/** The first text that sorts behind everything beginning with `start`. */
const afterAll = (start: string): string => `${start}\u{10FFFF}`

interface Listing {
  readonly sql: string
  /** The list is narrowed by the beginning of the value, on an index. */
  readonly begins?: true
}

const listings: Partial<Record<FieldName, Listing>> = {
  src: {
    begins: true,
    sql: 'SELECT address AS value, messages FROM source WHERE address >= ? AND address < ? ORDER BY messages DESC LIMIT ?',
  },
  country: {
    sql: `SELECT p.country AS value, sum(s.messages) AS messages FROM source s JOIN place p ON p.id = s.place
      GROUP BY p.country`,
  },
  campaign: {
    sql: `SELECT c.name AS value, coalesce(sum(s.messages), 0) AS messages FROM campaign c
      LEFT JOIN campaign_source x ON x.campaign = c.id LEFT JOIN source s ON s.address = x.address GROUP BY c.name`,
  },
  label: {
    sql: `SELECT l.text AS value, coalesce(sum(s.messages), 0) AS messages FROM label l
      LEFT JOIN source s ON s.address = l.address GROUP BY l.text`,
  },
  num: {
    begins: true,
    sql: `SELECT n.text AS value, sum(d.attempts) AS messages FROM number n CROSS JOIN dialled d ON d.number = n.id
      WHERE n.text >= ? AND n.text < ? GROUP BY n.id ORDER BY 2 DESC LIMIT ?`,
  },
  prefix: { sql: 'SELECT text AS value, NULL AS messages FROM prefix' },
  user: {
    begins: true,
    sql: 'SELECT text AS value, NULL AS messages FROM user WHERE text >= ? AND text < ? ORDER BY text LIMIT ?',
  },
}

interface Row {
  readonly value: string
  readonly messages: number | null
}

function storedValues(reader: Reader, field: FieldName, typed: string, limit: number): readonly StoredValue[] {
  if (field === 'verdict') return verdicts(reader)
  const listing = field === 'from' || field === 'to' ? listings.user : listings[field]
  if (!listing) return []
  const params: readonly SqlValue[] = listing.begins ? [typed, afterAll(typed), limit] : []
  return reader
    .all<Row>(listing.sql, ...params)
    .map(({ value, messages }) => ({ value, messages: messages ?? undefined }))
}

const verdicts = (reader: Reader): readonly StoredValue[] =>
  reader
    .all<{ verdict: number; messages: number }>(
      'SELECT verdict, sum(messages) AS messages FROM source GROUP BY verdict',
    )
    .map(({ verdict, messages }) => ({ value: severityCodes.decode(verdict), messages }))

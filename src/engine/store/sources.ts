import type { NumberDialled } from '../../contract/console/sources.ts'
import type { AttackClass, Proof, Severity, ToolId } from '../../contract/console/vocabulary.ts'
import { severities, severityOfClass } from '../../sip/attack/class.ts'
import { classCodes, confidenceCodes, proofCodes, severityCodes, toMilliseconds, toolCodes } from './codes.ts'
import type { Reader, SqlValue } from './connection.ts'
import { readCursor } from './cursor.ts'

/** A source's own row. Times in microseconds. */
export interface StoredSource {
  readonly id: number
  readonly address: string
  readonly country: string | null
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly dialogs: number
  readonly sensors: number
  readonly numbers: number
  readonly prefixes: number
  readonly proof: number
  /** Of the verdict on it. */
  readonly severity: number
  readonly firstInvite: number | null
  readonly peak: number
  readonly foreignVia: number
  readonly refusals: number
  readonly accepted: number
}

export const proofOf = (source: StoredSource): Proof => proofCodes.decode(source.proof)
export const severityOf = (source: StoredSource): Severity => severityCodes.decode(source.severity)

const select = `
  SELECT s.id, s.address, p.country, s.first_seen AS firstSeen, s.last_seen AS lastSeen, s.messages, s.dialogs, s.sensors,
    s.numbers, s.prefixes, s.proof, s.verdict AS severity, s.first_invite AS firstInvite, s.peak,
    s.foreign_via AS foreignVia, s.refusals, s.accepted
  FROM source s LEFT JOIN place p ON p.id = s.place`

export const sourceByAddress = (reader: Reader, address: string): StoredSource | undefined =>
  reader.get<StoredSource>(`${select} WHERE s.address = ?`, address)

export const sourcesByAddress = (reader: Reader, addresses: readonly string[]): readonly StoredSource[] =>
  reader.all<StoredSource>(`${select} WHERE s.address IN (SELECT value FROM json_each(?))`, JSON.stringify(addresses))

export const sourcesById = (reader: Reader, ids: readonly number[]): readonly StoredSource[] =>
  reader.all<StoredSource>(`${select} WHERE s.id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids))

export type SourceOrder = 'last-seen' | 'messages' | 'severity'

/** For each order: what comes after a place in it, the sort itself, and a row's place. */
const orders: Readonly<
  Record<SourceOrder, { after: string; sort: string; place: (source: StoredSource) => readonly number[] }>
> = {
  'last-seen': {
    after: '(s.last_seen, s.id) < (?, ?)',
    sort: 's.last_seen DESC, s.id DESC',
    place: ({ lastSeen, id }) => [lastSeen, id],
  },
  messages: {
    after: '(s.messages, s.id) < (?, ?)',
    sort: 's.messages DESC, s.id DESC',
    place: ({ messages, id }) => [messages, id],
  },
  severity: {
    after: '(s.verdict, -s.messages, -s.id) > (?, ?, ?)',
    sort: 's.verdict, s.messages DESC, s.id DESC',
    place: ({ severity, messages, id }) => [severity, -messages, -id],
  },
}

export interface SourceFilter {
  readonly order: SourceOrder
  readonly campaign?: number | undefined
  /** Number core. */
  readonly number?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export const placeIn = (order: SourceOrder, source: StoredSource): readonly number[] => orders[order].place(source)

/** One row more than `limit`, so that the caller knows whether there is more. */
export function listSources(reader: Reader, filter: SourceFilter): readonly StoredSource[] {
  const { after, sort } = orders[filter.order]
  const place = readCursor(filter.cursor, filter.order === 'severity' ? 3 : 2)
  const conditions = ['s.messages > 0']
  const params: SqlValue[] = []
  const only = (condition: string, ...values: readonly SqlValue[]): void => {
    conditions.push(condition)
    params.push(...values)
  }
  if (filter.campaign !== undefined) {
    only('s.address IN (SELECT address FROM campaign_source WHERE campaign = ?)', filter.campaign)
  }
  if (filter.number !== undefined) {
    const dialled = 'SELECT x.source FROM source_number x JOIN number n ON n.id = x.number WHERE n.text = ?'
    only(`s.id IN (${dialled})`, filter.number)
  }
  if (place) only(after, ...place)
  // Only fixed fragments are put together here; every value is a parameter.
  const sql = `${select} WHERE ${conditions.join(' AND ')} ORDER BY ${sort} LIMIT ?`
  return reader.all<StoredSource>(sql, ...params, filter.limit + 1)
}

interface Trait {
  readonly source: number
  readonly code: number
}

/** @param column of the table `kind`. The views of a source's kinds would be made for all sources first. */
const traitOfEach = (column: 'class' | 'tool'): string => `
  SELECT x.source, k.${column} AS code
  FROM json_each(?) wanted CROSS JOIN source_kind x ON x.source = wanted.value CROSS JOIN kind k ON k.id = x.kind
  WHERE k.direction = 0 GROUP BY x.source, code ORDER BY sum(x.messages) DESC, code`
const classesOfEach = traitOfEach('class')
const toolsOfEach = traitOfEach('tool')

/** Classes and tools of several sources at once: classes gravest first, named tools first, then most frequent first. */
export function traitsOf(
  reader: Reader,
  ids: readonly number[],
): ReadonlyMap<number, { readonly classes: AttackClass[]; readonly tools: ToolId[] }> {
  const traits = new Map(ids.map((id) => [id, { classes: [] as AttackClass[], tools: [] as ToolId[] }]))
  const list = JSON.stringify(ids)
  for (const { source, code } of reader.all<Trait>(classesOfEach, list)) {
    traits.get(source)?.classes.push(classCodes.decode(code))
  }
  for (const { classes: seen } of traits.values()) seen.sort(graverFirst)
  for (const { source, code } of reader.all<Trait>(toolsOfEach, list)) {
    traits.get(source)?.tools.push(toolCodes.decode(code))
  }
  for (const { tools: used } of traits.values()) used.sort(namedFirst)
  return traits
}

/** Lists show the first: looking around is no headline beside a call for money, however many messages it took. */
const graverFirst = (a: AttackClass, b: AttackClass): number => graveness(a) - graveness(b)
const namedFirst = (a: ToolId, b: ToolId): number => Number(a === 'unknown') - Number(b === 'unknown')
const graveness = (name: AttackClass): number => severities.indexOf(severityOfClass[name])

export function classesOf(reader: Reader, source: number): readonly { class: AttackClass; messages: number }[] {
  const sql = `SELECT class, sum(messages) AS messages FROM source_class WHERE source = ?
    GROUP BY class ORDER BY messages DESC, class`
  const rows = reader.all<{ class: number; messages: number }>(sql, source)
  return rows.map((row) => ({ class: classCodes.decode(row.class), messages: row.messages }))
}

export function toolsOf(
  reader: Reader,
  source: number,
): readonly { tool: ToolId; userAgent: string; messages: number }[] {
  const rows = reader.all<{ tool: number; userAgent: string; messages: number }>(
    `SELECT used.tool, coalesce(u.text, '') AS userAgent, used.messages FROM source_tool used
      LEFT JOIN user_agent u ON u.id = used.user_agent WHERE used.source = ?
      ORDER BY used.messages DESC, used.tool, userAgent LIMIT 100`,
    source,
  )
  return rows.map((row) => ({ ...row, tool: toolCodes.decode(row.tool) }))
}

/** Those counted under today's rules, and those of events that these have not judged yet. */
export const usersOf = (reader: Reader, source: number): readonly { user: string; attempts: number }[] =>
  reader.all(
    `SELECT u.text AS user, sum(tried.attempts) AS attempts FROM (
        SELECT user, attempts FROM source_user WHERE source = @source
        UNION ALL SELECT user, attempts FROM source_user_before WHERE source = @source) AS tried
      JOIN user u ON u.id = tried.user GROUP BY tried.user ORDER BY attempts DESC, u.text LIMIT 200`,
    { source },
  )

export interface SourceSensor {
  readonly sensor: number
  readonly zone: string
  readonly messages: number
  readonly firstSeen: number
  readonly lastSeen: number
}

export function sensorsOf(reader: Reader, source: number): readonly SourceSensor[] {
  return reader.all<SourceSensor>(
    `SELECT x.sensor, s.zone, x.messages, x.first_seen AS firstSeen, x.last_seen AS lastSeen
      FROM source_sensor x JOIN sensor s ON s.id = x.sensor WHERE x.source = ? ORDER BY x.messages DESC`,
    source,
  )
}

interface DialledRow {
  readonly core: string
  readonly country: string | null
  readonly prefix: string
  readonly attempts: number
  readonly confidence: number
  readonly firstSeen: number
  readonly lastSeen: number
}

/** Numbers that these sources dialled, most attempts first, each with its prefixes. */
export function numbersOf(reader: Reader, sources: readonly number[]): readonly NumberDialled[] {
  const rows = reader.all<DialledRow>(
    `SELECT n.text AS core, n.country, p.text AS prefix, sum(d.attempts) AS attempts, min(d.first_seen) AS firstSeen,
        max(d.last_seen) AS lastSeen, min(r.confidence) AS confidence
      FROM source_dialled d JOIN dialled r ON r.id = d.dialled JOIN number n ON n.id = r.number
        JOIN prefix p ON p.id = r.prefix
      WHERE d.source IN (SELECT value FROM json_each(?)) GROUP BY r.number, r.prefix ORDER BY attempts DESC, prefix`,
    JSON.stringify(sources),
  )
  const byCore = Map.groupBy(rows, ({ core }) => core)
  return [...byCore.values()].map(foldNumber).sort((a, b) => b.attempts - a.attempts)
}

function foldNumber(rows: readonly DialledRow[]): NumberDialled {
  const country = rows[0]?.country
  return {
    core: rows[0]?.core ?? '',
    ...(country ? { country } : {}),
    attempts: rows.reduce((sum, row) => sum + row.attempts, 0),
    firstSeen: toMilliseconds(Math.min(...rows.map((row) => row.firstSeen))),
    lastSeen: toMilliseconds(Math.max(...rows.map((row) => row.lastSeen))),
    prefixCount: rows.length,
    prefixes: rows.map(({ prefix, attempts, confidence }) => ({
      prefix,
      attempts,
      confidence: confidenceCodes.decode(confidence),
    })),
  }
}

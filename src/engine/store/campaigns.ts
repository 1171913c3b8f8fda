import type { Severity, ToolId } from '../../contract/console/vocabulary.ts'
import type { CampaignLife } from '../../contract/ledger/life/team.ts'
import { severityCodes, toMilliseconds, toolCodes } from './codes.ts'
import type { Reader, Writer } from './connection.ts'

export interface StoredCampaign {
  readonly id: number
  readonly name: string
  readonly note: string
  readonly createdAt: number
  readonly updatedAt: number
}

export interface CampaignTotals {
  readonly sources: number
  readonly messages: number
  readonly firstSeen?: number
  readonly lastSeen?: number
  readonly severity: Severity
  readonly tools: readonly ToolId[]
}

const columns = 'id, name, note, created_at AS createdAt, updated_at AS updatedAt'

export const campaigns = (reader: Reader): readonly StoredCampaign[] =>
  reader.all<StoredCampaign>(`SELECT ${columns} FROM campaign ORDER BY updated_at DESC, id DESC`)

export const campaign = (reader: Reader, id: number): StoredCampaign | undefined =>
  reader.get<StoredCampaign>(`SELECT ${columns} FROM campaign WHERE id = ?`, id)

export const campaignAddresses = (reader: Reader, id: number): readonly string[] =>
  reader
    .all<{ address: string }>('SELECT address FROM campaign_source WHERE campaign = ? ORDER BY address', id)
    .map(({ address }) => address)

/** Its number in this console, given to it when it is met first. */
export function campaignNumber(writer: Writer, uuid: string): number {
  const known = writer.get<{ id: number }>('SELECT id FROM campaign_number WHERE uuid = ?', uuid)
  return known?.id ?? writer.run('INSERT INTO campaign_number (uuid) VALUES (?)', uuid).id
}

/** What it is called in the ledger. @returns `undefined` when there is no such campaign. */
export const campaignUuid = (reader: Reader, id: number): string | undefined =>
  reader.get<{ uuid: string }>('SELECT n.uuid FROM campaign c JOIN campaign_number n ON n.id = c.id WHERE c.id = ?', id)
    ?.uuid

/** As it is shown; who began it is not. */
export function shownCampaign(reader: Reader, uuid: string): CampaignLife | undefined {
  const row = reader.get<StoredCampaign>(
    `SELECT ${columns} FROM campaign WHERE id = (SELECT n.id FROM campaign_number n WHERE n.uuid = ?)`,
    uuid,
  )
  return row && { ...row, id: uuid, author: '', state: 'open' }
}

const put = `INSERT INTO campaign (id, name, note, created_at, updated_at) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET name = excluded.name, note = excluded.note, created_at = excluded.created_at,
    updated_at = excluded.updated_at`

export const putCampaign = (
  writer: Writer,
  id: number,
  { name, note, createdAt, updatedAt }: Omit<StoredCampaign, 'id'>,
): void => void writer.run(put, id, name, note, createdAt, updatedAt)

export const removeCampaign = (writer: Writer, id: number): boolean =>
  writer.run('DELETE FROM campaign WHERE id = ?', id).changes > 0

/** @returns how many were not in it yet. */
export function addCampaignSources(writer: Writer, id: number, addresses: readonly string[], now: number): number {
  const sql = 'INSERT OR IGNORE INTO campaign_source (campaign, address, added_at) VALUES (?, ?, ?)'
  return addresses.reduce((added, address) => added + writer.run(sql, id, address, now).changes, 0)
}

/** @returns how many were in it. */
export function removeCampaignSources(writer: Writer, id: number, addresses: readonly string[]): number {
  const sql = 'DELETE FROM campaign_source WHERE campaign = ? AND address = ?'
  return addresses.reduce((removed, address) => removed + writer.run(sql, id, address).changes, 0)
}

/** @returns those of the addresses that are in it. */
export function membersAmong(reader: Reader, id: number, addresses: readonly string[]): ReadonlySet<string> {
  const sql = 'SELECT address FROM campaign_source WHERE campaign = ? AND address IN (SELECT value FROM json_each(?))'
  const rows = reader.all<{ address: string }>(sql, id, JSON.stringify(addresses))
  return new Set(rows.map(({ address }) => address))
}

interface TotalsRow {
  readonly sources: number
  readonly messages: number
  readonly first: number | null
  readonly last: number | null
  readonly severity: number | null
}

/** A source may be tagged before its first message is here: it counts as a source, with nothing seen. */
const totalsSql = `
  SELECT count(*) AS sources, coalesce(sum(s.messages), 0) AS messages, min(s.first_seen) AS first,
         max(s.last_seen) AS last, min(s.verdict) AS severity
  FROM campaign_source c LEFT JOIN source s ON s.address = c.address WHERE c.campaign = ?`
const toolsSql = `
  SELECT k.tool FROM campaign_source c CROSS JOIN source s ON s.address = c.address
    CROSS JOIN source_kind x ON x.source = s.id CROSS JOIN kind k ON k.id = x.kind
  WHERE c.campaign = ? AND k.direction = 0 GROUP BY k.tool ORDER BY sum(x.messages) DESC`

export function campaignTotals(reader: Reader, id: number): CampaignTotals {
  const row = reader.get<TotalsRow>(totalsSql, id)
  const tools = reader.all<{ tool: number }>(toolsSql, id).map(({ tool }) => toolCodes.decode(tool))
  return {
    sources: row?.sources ?? 0,
    messages: row?.messages ?? 0,
    severity: row?.severity === null || row === undefined ? 'unknown' : severityCodes.decode(row.severity),
    tools,
    ...(row?.first === null || row === undefined ? {} : { firstSeen: toMilliseconds(row.first) }),
    ...(row?.last === null || row === undefined ? {} : { lastSeen: toMilliseconds(row.last) }),
  }
}

const sparklineHours = 48
const lastHourSql = `
  SELECT max(s.last_seen) / 3600000000 AS hour FROM campaign_source c JOIN source s ON s.address = c.address
  WHERE c.campaign = ?`
/** Each source is looked up in each hour: reading all hours of a lasting campaign would take longer with every day. */
const sparklineSql = `
  WITH RECURSIVE hours(hour) AS (
    SELECT CAST(@last AS INTEGER) - ${sparklineHours - 1} UNION ALL SELECT hour + 1 FROM hours WHERE hour < @last)
  SELECT h.hour, sum(t.messages) AS messages
  FROM campaign_source c CROSS JOIN source s ON s.address = c.address CROSS JOIN hours h
    CROSS JOIN tally_hour t ON t.hour = h.hour AND t.source = s.id CROSS JOIN kind k ON k.id = t.kind
  WHERE c.campaign = @id AND k.direction = 0 GROUP BY h.hour`

/** Messages of each of the 48 hours up to its last message, oldest first; none when nothing is counted by the hour. */
export function campaignSparkline(reader: Reader, id: number): readonly number[] {
  const last = reader.get<{ hour: number | null }>(lastHourSql, id)?.hour ?? 0
  const rows = reader.all<{ hour: number; messages: number }>(sparklineSql, { id, last })
  if (rows.length === 0) return []
  const counts = new Array<number>(sparklineHours).fill(0)
  for (const { hour, messages } of rows) counts[hour - last + sparklineHours - 1] = messages
  return counts
}

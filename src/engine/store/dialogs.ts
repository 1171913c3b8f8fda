import type { DialogRow } from '../../contract/console/dialogs.ts'
import { toMilliseconds } from './codes.ts'
import type { Reader, SqlValue } from './connection.ts'
import { readCursor } from './cursor.ts'
import { numberOf } from './events.ts'

/** Times in microseconds. */
export interface StoredDialogRow {
  readonly id: number
  readonly source: string
  readonly sensor: number
  readonly callId: string
  readonly firstSeen: number
  readonly lastSeen: number
  readonly messages: number
  readonly methods: string
  readonly status: number | null
  readonly caller: string | null
  readonly callee: string | null
  readonly core: string | null
  readonly prefix: string | null
  readonly dialled: string | null
  readonly confidence: number | null
  readonly userAgent: string | null
}

const select = `
  SELECT g.id, s.address AS source, g.sensor, g.call_id AS callId, g.first_seen AS firstSeen, g.last_seen AS lastSeen,
    g.messages, g.methods, g.status, g.caller, g.callee, n.text AS core, x.text AS prefix, d.raw AS dialled, d.confidence,
    u.text AS userAgent
  FROM dialog g CROSS JOIN source s ON s.id = g.source LEFT JOIN dialled d ON d.id = g.dialled
    LEFT JOIN number n ON n.id = d.number LEFT JOIN prefix x ON x.id = d.prefix
    LEFT JOIN user_agent u ON u.id = g.user_agent`

export const dialogById = (reader: Reader, id: number): StoredDialogRow | undefined =>
  reader.get<StoredDialogRow>(`${select} WHERE g.id = ?`, id)

/** The one that began last first; one row more than `limit`. */
export function listDialogs(
  reader: Reader,
  filter: { readonly source?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): readonly StoredDialogRow[] {
  const place = readCursor(filter.cursor, 2)
  const conditions: string[] = []
  const params: SqlValue[] = []
  if (filter.source !== undefined) {
    conditions.push('g.source = (SELECT id FROM source WHERE address = ?)')
    params.push(filter.source)
  }
  if (place) {
    conditions.push('(g.first_seen, g.id) < (?, ?)')
    params.push(...place)
  }
  const where = conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''
  const sql = `${select} ${where} ORDER BY g.first_seen DESC, g.id DESC LIMIT ?`
  return reader.all<StoredDialogRow>(sql, ...params, filter.limit + 1)
}

export function dialogRow(row: StoredDialogRow): DialogRow {
  const { id, source, sensor, callId, messages, status, caller, callee, userAgent } = row
  const number = numberOf(row)
  const methods = JSON.parse(row.methods) as readonly [string, number][]
  return {
    ...{ id, source, sensor, callId, messages },
    firstSeen: toMilliseconds(row.firstSeen),
    lastSeen: toMilliseconds(row.lastSeen),
    methods: methods.map(([method]) => method),
    ...(status === null ? {} : { status }),
    ...(caller === null ? {} : { from: caller }),
    ...(callee === null ? {} : { to: callee }),
    ...(number === undefined ? {} : { number }),
    ...(userAgent === null ? {} : { userAgent }),
  }
}

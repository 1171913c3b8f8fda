import type { DialogRow } from '../../contract/console/dialogs.ts'
import { toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'
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
  /** A JSON list of their names, in order of first use. */
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

const methods = `
  (SELECT json_group_array(m.text ORDER BY j.key)
    FROM json_each('[' || replace(g.methods, ' ', ',') || ']') j CROSS JOIN method m ON m.id = j.value)`
const select = `
  SELECT g.id, s.address AS source, g.sensor, g.call_id AS callId, g.first_seen AS firstSeen, g.last_seen AS lastSeen,
    g.messages, ${methods} AS methods, g.status, a.text AS caller, b.text AS callee, n.text AS core, x.text AS prefix, d.raw AS dialled, d.confidence,
    u.text AS userAgent
  FROM dialog g CROSS JOIN source s ON s.id = g.source LEFT JOIN dialled d ON d.id = g.dialled
    LEFT JOIN number n ON n.id = d.number LEFT JOIN prefix x ON x.id = d.prefix
    LEFT JOIN user_agent u ON u.id = g.user_agent LEFT JOIN user a ON a.id = g.caller LEFT JOIN user b ON b.id = g.callee`

export const dialogById = (reader: Reader, id: number): StoredDialogRow | undefined =>
  reader.get<StoredDialogRow>(`${select} WHERE g.id = ?`, id)

export const dialogsById = (reader: Reader, ids: readonly number[]): readonly StoredDialogRow[] =>
  reader.all<StoredDialogRow>(`${select} WHERE g.id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids))

/**
 * Newest first, one row more than `limit`. Those of a source by when they began; those of all sources by when they were
 * first heard of, which only late messages tell apart, and which needs no index over 20 million rows.
 */
export function listDialogs(
  reader: Reader,
  filter: { readonly source?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): readonly StoredDialogRow[] {
  const [firstSeen, id] = readCursor(filter.cursor, 2) ?? [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]
  const place = [firstSeen ?? 0, id ?? 0]
  const limit = filter.limit + 1
  if (filter.source === undefined) return reader.all<StoredDialogRow>(listAll, ...place.slice(1), limit)
  return reader.all<StoredDialogRow>(listOfSource, filter.source, ...place, limit)
}

const listAll = `${select} WHERE g.id < ? ORDER BY g.id DESC LIMIT ?`
const listOfSource = `${select}
  WHERE g.source = (SELECT id FROM source WHERE address = ?) AND (g.first_seen, g.id) < (?, ?)
  ORDER BY g.first_seen DESC, g.id DESC LIMIT ?`

export function dialogRow(row: StoredDialogRow): DialogRow {
  const { id, source, sensor, callId, messages, status, caller, callee, userAgent } = row
  const number = numberOf(row)
  return {
    ...{ id, source, sensor, callId, messages },
    firstSeen: toMilliseconds(row.firstSeen),
    lastSeen: toMilliseconds(row.lastSeen),
    methods: JSON.parse(row.methods) as readonly string[],
    ...(status === null ? {} : { status }),
    ...(caller === null ? {} : { from: caller }),
    ...(callee === null ? {} : { to: callee }),
    ...(number === undefined ? {} : { number }),
    ...(userAgent === null ? {} : { userAgent }),
  }
}

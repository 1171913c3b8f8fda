import type { Reader } from '../../src/engine/store/connection.ts'

interface Row {
  readonly dialog: number
  readonly source: number
  readonly sensor: number
  readonly time: number
  readonly direction: number
  readonly method: number | null
  readonly status: number | null
  readonly userAgent: number | null
  readonly dialled: number | null
}

const stored = `
  SELECT id, source, sensor, first_seen, last_seen, messages, methods, status, user_agent, dialled FROM dialog`
const events = `
  SELECT dialog, source, sensor, time, direction, method, status, user_agent AS userAgent, dialled FROM event_row
  ORDER BY dialog, time, id`
const mostMethods = 20

/** All that a dialog's row says of its events and can be read from their rows, as kept and as read anew. */
export function recountDialogs(reader: Reader): { readonly kept: unknown[][]; readonly counted: unknown[][] } {
  const byDialog = Map.groupBy(reader.all<Row>(events), ({ dialog }) => dialog)
  return {
    kept: reader.all<Record<string, unknown>>(stored).map((row) => Object.values(row)),
    counted: [...byDialog].map(([id, rows]) => [id, ...readDialog(rows)]),
  }
}

function readDialog(rows: readonly Row[]): unknown[] {
  const received = rows.filter(({ direction }) => direction === 0)
  const methods = new Set(received.flatMap(({ method }) => method ?? []))
  return [
    ...[rows[0]?.source, rows[0]?.sensor, rows[0]?.time, rows.at(-1)?.time, rows.length],
    [...methods].slice(0, mostMethods).join(' '),
    rows.findLast(({ direction, status }) => direction === 1 && status !== null)?.status ?? null,
    received[0]?.userAgent ?? null,
    received.find(({ dialled }) => (dialled ?? 0) > 0)?.dialled ?? null,
  ]
}

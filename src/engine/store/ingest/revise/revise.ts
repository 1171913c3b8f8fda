import { directionCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import type { JudgeMessage, Judged } from '../facts.ts'
import { keepFound } from '../names/found-guesses.ts'
import type { Identify, JudgedIds, NamedIds } from '../names/ids.ts'
import { RevisedAggregates } from './aggregates.ts'
import { RevisedDialogs } from './dialogs.ts'
import type { RevisedEvent } from './event.ts'

/** Event ids, both included. */
export interface Range {
  readonly first: number
  readonly last: number
}

interface Tools {
  readonly writer: Writer
  readonly identify: Identify
  readonly now: () => number
}

/**
 * Judges stored events anew. Their rows, all aggregates and what dialogs and sources show of them are corrected by the
 * difference, so that afterwards they equal a count of the rows again. What does not change is not written.
 */
export function revise({ writer, identify, now }: Tools, events: Range | readonly number[], judge: JudgeMessage): void {
  const dialogs = new RevisedDialogs(writer)
  const aggregates = new RevisedAggregates(writer, now())
  const update = writer.prepare(updateEvent)
  for (const row of rowsOf(writer, events)) {
    const direction = directionCodes.decode(row.direction)
    const event: RevisedEvent = { ...row, direction, ids: storedIds(row) }
    const judged = withFound(writer, event, judge({ raw: row.bytes, direction, source: row.address }, row.id))
    const ids = identify.ids(row.source, direction, judged)
    dialogs.note(event, judged, ids)
    if (same(event.ids, ids)) continue
    update.run(...columnsOf(ids), row.id)
    aggregates.change(event, ids)
  }
  // Behind the rows: what was lost is looked for in them.
  dialogs.flush()
  if (aggregates.flush()) identify.reset()
}

const withFound = (writer: Writer, { ids }: RevisedEvent, judged: Judged): Judged =>
  ids.named === null || judged.guesses.length === 0
    ? judged
    : { ...judged, guesses: keepFound(writer, ids.named.guesses, judged.guesses) }

interface Row extends Omit<JudgedIds, 'named'> {
  readonly id: number
  readonly source: number
  readonly address: string
  readonly sensor: number
  readonly dialog: number
  readonly time: number
  readonly direction: number
  readonly named: number | null
  readonly users: string | null
  readonly guesses: string | null
  readonly bytes: Uint8Array
}

const select = `
  SELECT e.id, e.source, s.address, e.sensor, e.dialog, e.time, e.direction, e.method, e.status, e.dialled,
    e.user_agent AS userAgent, e.tool, e.class, e.severity, e.fault, e.fingerprint, e.named, n.users, n.guesses,
    e.foreign_via AS foreignVia, r.bytes
  FROM event e CROSS JOIN source s ON s.id = e.source CROSS JOIN raw r ON r.event = e.id
    LEFT JOIN named n ON n.id = e.named`

function rowsOf(writer: Writer, events: Range | readonly number[]): readonly Row[] {
  return 'first' in events
    ? writer.all<Row>(`${select} WHERE e.id BETWEEN ? AND ? ORDER BY e.id`, events.first, events.last)
    : writer.all<Row>(`${select} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id`, JSON.stringify(events))
}

function storedIds(row: Row): JudgedIds {
  const { method, status, dialled, userAgent, tool, severity, fault, fingerprint, foreignVia } = row
  return {
    ...{ method, status, dialled, userAgent, tool, severity, fault, fingerprint, foreignVia },
    class: row.class,
    named: namedIds(row),
  }
}

function namedIds({ named, users, guesses }: Row): NamedIds | null {
  if (named === null) return null
  return { id: named, users: listOf(users), guesses: listOf(guesses) }
}

const listOf = (text: string | null): readonly number[] => JSON.parse(text ?? '[]') as number[]

const same = (a: JudgedIds, b: JudgedIds): boolean => {
  const before = columnsOf(a)
  return columnsOf(b).every((value, at) => value === before[at])
}

const columnsOf = (ids: JudgedIds): (number | string | null)[] => [
  ...[ids.method, ids.status, ids.dialled, ids.userAgent, ids.tool, ids.class, ids.severity, ids.fault],
  ...[ids.fingerprint, ids.named?.id ?? null, ids.foreignVia],
]

const updateEvent = `
  UPDATE event SET method = ?, status = ?, dialled = ?, user_agent = ?, tool = ?, class = ?, severity = ?, fault = ?,
    fingerprint = ?, named = ?, foreign_via = ?
  WHERE id = ?`

import { directionCodes } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { rawOf } from '../../raw/read.ts'
import type { Message } from '../facts.ts'
import type { JudgedIds, NamedIds } from '../names/ids.ts'
import type { RevisedEvent } from './event.ts'

/** Event ids, both included. */
export interface Range {
  readonly first: number
  readonly last: number
}

/** A stored event with the bytes that it is judged by. */
export interface StoredMessage {
  readonly event: RevisedEvent
  readonly message: Message
}

interface Row extends Omit<JudgedIds, 'named'> {
  readonly id: number
  readonly source: number
  readonly address: string
  readonly dialog: number
  readonly time: number
  readonly kind: number
  readonly sensor: number
  readonly listener: number
  readonly transport: number
  readonly direction: 0 | 1
  readonly proof: number
  readonly named: number | null
  readonly users: string | null
  readonly guesses: string | null
}

const select = `
  SELECT e.id, e.source, s.address, e.dialog, e.time, e.kind, k.sensor, k.listener, k.transport, k.direction, k.proof,
    k.method, k.status, e.dialled, k.user_agent AS userAgent, k.tool, k.class, k.severity, k.fault, k.fingerprint, e.named,
    n.users, n.guesses, k.foreign_via AS foreignVia
  FROM event e CROSS JOIN kind k ON k.id = e.kind CROSS JOIN source s ON s.id = e.source
    LEFT JOIN named n ON n.id = e.named`

/** In the order of their ids, without those whose bytes cannot be had any more. */
export function storedEvents(writer: Writer, events: Range | readonly number[]): readonly StoredMessage[] {
  const rows = rowsOf(writer, events)
  const bytes = rawOf(
    writer,
    rows.map(({ id }) => id),
  )
  return rows.flatMap((row) => {
    const raw = bytes.get(row.id)
    return raw instanceof Uint8Array ? { event: eventOf(row), message: messageOf(row, raw) } : []
  })
}

function rowsOf(writer: Writer, events: Range | readonly number[]): readonly Row[] {
  return 'first' in events
    ? writer.all<Row>(`${select} WHERE e.id BETWEEN ? AND ? ORDER BY e.id`, events.first, events.last)
    : writer.all<Row>(`${select} WHERE e.id IN (SELECT value FROM json_each(?)) ORDER BY e.id`, JSON.stringify(events))
}

const messageOf = ({ direction, address }: Row, raw: Uint8Array): Message => ({
  ...{ raw, direction: directionCodes.decode(direction), source: address },
})

function eventOf(row: Row): RevisedEvent {
  const { id, source, dialog, time, kind, sensor, listener, transport, direction, proof } = row
  const { method, status, dialled, userAgent, tool, severity, fault, fingerprint, foreignVia } = row
  return {
    ...{ id, source, dialog, time, kind },
    where: { sensor, listener, transport, direction, proof },
    ids: {
      ...{ method, status, dialled, userAgent, tool, severity, fault, fingerprint, foreignVia },
      class: row.class,
      named: namedIds(row),
    },
  }
}

function namedIds({ named, users, guesses }: Row): NamedIds | null {
  if (named === null) return null
  return { id: named, users: listOf(users), guesses: listOf(guesses) }
}

const listOf = (text: string | null): readonly number[] => JSON.parse(text ?? '[]') as number[]

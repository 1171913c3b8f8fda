import type { Writer } from '../../../../src/engine/store/connection.ts'
import type { RawMessage } from '../../../../src/engine/store/raw/blocks.ts'

/** Of minute `id`; every message is unlike all others. */
export const messageOf = (id: number, sensor = 1): RawMessage => ({
  id,
  time: id * 60_000_000,
  sensor,
  bytes: Buffer.from(`OPTIONS sip:${id}@192.0.2.1 SIP/2.0\r\nCall-ID: ${id * 7919}\r\nCSeq: ${id} OPTIONS\r\n\r\n`),
})

export const messagesFrom = (first: number, count: number, step = 1): readonly RawMessage[] =>
  Array.from({ length: count }, (_, at) => messageOf(first + at * step))

/** As an older console stored them: nothing is packed. */
export function leaveWaiting(writer: Writer, messages: readonly RawMessage[]): void {
  writer.transaction(() => {
    for (const { id, bytes } of messages) writer.run('INSERT INTO raw (event, bytes) VALUES (?, ?)', id, bytes)
  })
}

export interface StoredBlock {
  readonly first: number
  readonly last: number
  readonly messages: number
  readonly sensor: number | null
  readonly from_time: number
  readonly to_time: number
}

export const blocksIn = (writer: Writer): readonly StoredBlock[] =>
  writer.all('SELECT first, last, messages, sensor, from_time, to_time FROM raw_block ORDER BY first')

export const waitingIn = (writer: Writer): readonly number[] =>
  writer.all<{ event: number }>('SELECT event FROM raw ORDER BY event').map(({ event }) => event)

/** Changes one byte of what is stored of a block. */
export function damage(writer: Writer, first: number, at = 40): void {
  const packed = Uint8Array.from(
    writer.get<{ packed: Uint8Array }>('SELECT packed FROM raw_block WHERE first = ?', first)?.packed ?? [],
  )
  packed[at] = (packed[at] ?? 0) ^ 0x10
  writer.run('UPDATE raw_block SET packed = ? WHERE first = ?', packed, first)
}

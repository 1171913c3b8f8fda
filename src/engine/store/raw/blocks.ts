import type { Writer } from '../connection.ts'
import { packBlock, type Block } from './block.ts'

/** A message whose bytes are to be kept. */
export interface RawMessage {
  readonly id: number
  /** Microseconds UTC. */
  readonly time: number
  /** `undefined` when it is not known any more. */
  readonly sensor: number | undefined
  /** At most what a sensor may send. */
  readonly bytes: Uint8Array
}

/**
 * Fewer wait until there are as many. Of the bench's traffic a message takes 27.7 B in blocks of 64, 23.6 B in blocks of
 * 256 and 21.9 B in blocks of 512; but one message is read by unpacking all of its block: 45 µs, or 90 µs.
 */
export const blockMessages = 256
/** Two blocks less one: so many make one block, because a remainder of a few messages would hardly shrink. */
export const mostMessages = 2 * blockMessages - 1
/** A block ends behind so many bytes, however few its messages: it is unpacked as a whole. */
const blockBytes = 512 * 1024

/** Messages of a batch that were packed before their ids were known, which follow each other without a hole. */
export interface PackedRun {
  /** Place of the first one in its batch. */
  readonly at: number
  readonly messages: number
  /** Bytes before compression. */
  readonly size: number
  readonly packed: Uint8Array
}

/** Packs messages that lie one behind the other in their batch; nothing when they are too few for a block. */
export function packRuns(messages: readonly Uint8Array[]): readonly PackedRun[] {
  if (messages.length < blockMessages) return []
  const runs: PackedRun[] = []
  let at = 0
  for (const part of cut(messages.map((bytes) => ({ bytes })))) {
    const { size, packed } = packBlock(part.map(({ bytes }, id) => ({ id, bytes })))
    runs.push({ at, messages: part.length, size, packed })
    at += part.length
  }
  return runs
}

/** Writes messages as blocks of at least `blockMessages` each, when there are so many. Ids must ascend. */
export function writeBlocks(writer: Writer, messages: readonly RawMessage[]): void {
  for (const block of cut(messages)) writeBlock(writer, block, packBlock(block))
}

/** Writes messages that were packed before. */
export function writePacked(writer: Writer, messages: readonly RawMessage[], { size, packed }: PackedRun): void {
  writeBlock(writer, messages, { size, packed })
}

/** As alike in length as can be. */
function* cut<Message extends { readonly bytes: Uint8Array }>(
  messages: readonly Message[],
): Generator<readonly Message[]> {
  const blocks = Math.max(1, Math.floor(messages.length / blockMessages))
  const most = Math.ceil(messages.length / blocks)
  let [begin, bytes] = [0, 0]
  for (const [at, message] of messages.entries()) {
    bytes += message.bytes.length
    if (at + 1 - begin < most && bytes < blockBytes) continue
    yield messages.slice(begin, at + 1)
    begin = at + 1
    bytes = 0
  }
  if (begin < messages.length) yield messages.slice(begin)
}

const insert = `
  INSERT INTO raw_block (first, last, messages, sensor, from_time, to_time, size, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

function writeBlock(
  writer: Writer,
  messages: readonly RawMessage[],
  { size, packed }: Pick<Block, 'size' | 'packed'>,
): void {
  const [first, last] = [messages[0]?.id ?? 0, messages.at(-1)?.id ?? 0]
  const times = messages.map(({ time }) => time)
  const sensors = new Set(messages.map(({ sensor }) => sensor))
  const sensor = sensors.size === 1 ? (messages[0]?.sensor ?? null) : null
  writer.run(insert, first, last, messages.length, sensor, Math.min(...times), Math.max(...times), size, packed)
}

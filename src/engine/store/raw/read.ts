import type { Reader } from '../connection.ts'
import { storageFault } from '../error.ts'
import {
  isBlockFault,
  messageAt,
  placeOf,
  unpackBlock,
  type Block,
  type BlockFault,
  type BlockFrame,
  type Stretch,
} from './block.ts'
import { unpackedBlocks, type StoredFrame } from './cache.ts'
import type { RawFault } from './fault.ts'

/**
 * The exact bytes of events, or why they cannot be had. Every id has an entry. The bytes are the caller's own.
 * Ids beside each other cost little more than one: a block is unpacked once.
 */
export function rawOf(reader: Reader, ids: readonly number[]): Map<number, Uint8Array | RawFault> {
  const found = new Map<number, Uint8Array | RawFault>()
  for (const { id, bytes } of waitingOf(reader, ids)) found.set(id, new Uint8Array(bytes))
  const packed = [...new Set(ids)].filter((id) => !found.has(id)).sort((a, b) => a - b)
  let open: OpenBlock | undefined
  for (const id of packed) {
    if (!open || id > open.last) open = openBlock(reader, id)
    found.set(id, open?.bytesOf(id) ?? { kind: 'gone' })
  }
  return found
}

/** The same of one event. */
export const rawOfOne = (reader: Reader, id: number): Uint8Array | RawFault =>
  rawOf(reader, [id]).get(id) ?? { kind: 'gone' }

const waitingOf = (reader: Reader, ids: readonly number[]): readonly { id: number; bytes: Uint8Array }[] =>
  reader.all('SELECT event AS id, bytes FROM raw WHERE event IN (SELECT value FROM json_each(?))', JSON.stringify(ids))

interface OpenBlock {
  readonly last: number
  /** `undefined` when it does not hold the event. */
  bytesOf(id: number): Uint8Array | RawFault | undefined
}

/** `length()` of a blob is known without reading it. */
const frameSql = `
  SELECT first, last, messages, size, length(packed) AS packedSize FROM raw_block
  WHERE first <= ? ORDER BY first DESC LIMIT 1`

/** The block that an id would lie in. */
function openBlock(reader: Reader, id: number): OpenBlock | undefined {
  const frame = reader.get<StoredFrame>(frameSql, id)
  if (!frame || frame.last < id) return undefined
  const stretch = unpackedBlocks(reader).get(frame, () => readBlock(reader, frame))
  const { first, last } = frame
  if (isBlockFault(stretch)) {
    return { last, bytesOf: () => ({ kind: 'damaged', block: first, words: stretch.words }) }
  }
  const bytesOf = (wanted: number): Uint8Array | undefined => {
    const place = placeOf(stretch, wanted)
    return place < 0 ? undefined : messageAt(stretch, place).slice()
  }
  return { last, bytesOf }
}

/** Unpacks a block; what the disk says of its bytes is a fault of the block, not of everything else. */
export function readBlock(reader: Reader, frame: BlockFrame): Stretch | BlockFault {
  try {
    const row = reader.get<Pick<Block, 'packed'>>('SELECT packed FROM raw_block WHERE first = ?', frame.first)
    return row ? unpackBlock({ ...frame, packed: row.packed }) : { words: 'it was deleted meanwhile' }
  } catch (error) {
    const words = storageFault(error)
    if (words === undefined) throw error
    return { words }
  }
}

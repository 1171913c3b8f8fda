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

type Found = Uint8Array | RawFault

/**
 * The exact bytes of events, or why they cannot be had. Every id has an entry. The bytes are the caller's own.
 * Ids beside each other cost little more than one: a block is unpacked once.
 */
export function rawOf(reader: Reader, ids: readonly number[]): Map<number, Found> {
  const found = waitingOf(reader, ids)
  const packed = [...new Set(ids)].filter((id) => !(found.get(id) instanceof Uint8Array)).sort((a, b) => a - b)
  let open: OpenBlock | undefined
  for (const id of packed) {
    if (!open || id > open.last) open = openBlock(reader, id)
    found.set(id, open?.bytesOf(id) ?? found.get(id) ?? { kind: 'gone' })
  }
  return found
}

/** The same of one event. */
export const rawOfOne = (reader: Reader, id: number): Found => rawOf(reader, [id]).get(id) ?? { kind: 'gone' }

/** Those that wait to be packed, and those of which that cannot be told. */
function waitingOf(reader: Reader, ids: readonly number[]): Map<number, Found> {
  const rows = readable(() => reader.all<{ id: number; bytes: Uint8Array }>(waitingSql, JSON.stringify(ids)))
  if (!('words' in rows)) return new Map(rows.map(({ id, bytes }) => [id, new Uint8Array(bytes)]))
  // A page of the file is damaged: which of them lie on it shows when they are asked for one by one.
  if (ids.length > 1) return new Map(ids.flatMap((id) => [...waitingOf(reader, [id])]))
  return new Map(ids.map((id) => [id, { kind: 'damaged', words: rows.words }]))
}

const waitingSql = 'SELECT event AS id, bytes FROM raw WHERE event IN (SELECT value FROM json_each(?))'

/** What the disk says of a page is a fault of what lies on it, not of everything else. */
function readable<Result>(read: () => Result): Result | BlockFault {
  try {
    return read()
  } catch (error) {
    const words = storageFault(error)
    if (words === undefined) throw error
    return { words }
  }
}

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
  const frame = readable(() => reader.get<StoredFrame>(frameSql, id))
  if (!frame) return undefined
  if ('words' in frame) return { last: id, bytesOf: () => ({ kind: 'damaged', words: frame.words }) }
  const { first, last } = frame
  if (last < id) return undefined
  const stretch = unpackedBlocks(reader).get(frame, () => readBlock(reader, frame))
  if (isBlockFault(stretch)) {
    return { last, bytesOf: () => ({ kind: 'damaged', block: first, words: stretch.words }) }
  }
  const bytesOf = (wanted: number): Uint8Array | undefined => {
    const place = placeOf(stretch, wanted)
    return place < 0 ? undefined : messageAt(stretch, place).slice()
  }
  return { last, bytesOf }
}

/** Unpacks a block. */
export function readBlock(reader: Reader, frame: BlockFrame): Stretch | BlockFault {
  const row = readable(() => reader.get<Pick<Block, 'packed'>>(packedSql, frame.first))
  if (!row) return { words: 'it was deleted meanwhile' }
  return 'words' in row ? row : unpackBlock({ ...frame, packed: row.packed })
}

const packedSql = 'SELECT packed FROM raw_block WHERE first = ?'

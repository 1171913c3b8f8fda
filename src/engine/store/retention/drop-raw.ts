import type { Writer } from '../connection.ts'
import { writeBlocks } from '../raw/blocks.ts'
import { goesWhole, keptOf, partlyOld, whollyOld, type OldBlock } from './old-blocks.ts'
import type { Pins } from './pinned.ts'
import { oldWaiting } from './old-waiting.ts'

/** Bytes of messages before a border go; yields behind every small piece how many did. @param border microseconds UTC. */
export function* dropRaw(writer: Writer, border: number, pins: Pins): Generator<number, void> {
  for (const block of partlyOld(writer, border)) yield dropBlock(writer, block, border, pins)
  for (const block of whollyOld(writer, border)) yield dropBlock(writer, block, border, pins)
  for (const ids of oldWaiting(writer, border, pins)) {
    yield writer.run('DELETE FROM raw WHERE event IN (SELECT value FROM json_each(?))', JSON.stringify(ids)).changes
  }
}

const isThere = 'SELECT 1 FROM raw_block WHERE first = ? AND last = ? AND messages = ?'
const remove = 'DELETE FROM raw_block WHERE first = ?'

/** Evidence in it is packed anew, alone. */
function dropBlock(writer: Writer, block: OldBlock, border: number, pins: Pins): number {
  if (writer.get(isThere, block.first, block.last, block.messages) === undefined) return 0
  const kept = goesWhole(block, border, pins) ? [] : keptOf(writer, block, border, pins)
  if (kept === undefined || kept.length === block.messages) return 0
  writer.run(remove, block.first)
  if (kept.length > 0) writeBlocks(writer, kept)
  return block.messages - kept.length
}

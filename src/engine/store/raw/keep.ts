import type { Writer } from '../connection.ts'
import { blockMessages, mostMessages, writeBlocks, writePacked, type PackedRun, type RawMessage } from './blocks.ts'
import { countBehind, dropWaiting, lastPacked, waitingBetween } from './waiting.ts'

/**
 * Keeps the bytes of new events, in the transaction that stores them. Many become blocks at once; few wait in `raw` until
 * there are enough for a block, together with those of the next batches.
 * @param messages ids ascend and are greater than any before.
 * @param runs of them, in their order, that are packed already; their ids leave no hole.
 */
export function keepRaw(writer: Writer, messages: readonly RawMessage[], runs: readonly PackedRun[] = []): void {
  const [oldest, newest] = [messages[0], messages.at(-1)]
  if (!oldest || !newest) return
  const packed = lastPacked(writer)
  const waiting = countBehind(writer, packed, mostMessages + 1)
  // What an older version left behind is packWaiting's: it takes minutes, and a batch has milliseconds.
  const joined = waiting > mostMessages ? 0 : waiting
  if (oldest.id <= packed || joined + messages.length < blockMessages) return wait(writer, messages)
  const before = joined === 0 ? [] : waitingBetween(writer, packed, oldest.id, mostMessages)
  const rest = writeRuns(writer, before, messages, runs)
  if (before.length > 0) dropWaiting(writer, packed + 1, oldest.id - 1)
  if (rest.length < blockMessages) wait(writer, rest)
  else writeBlocks(writer, rest)
}

/**
 * Too few messages in front of a run for a block of their own are packed together with it, anew.
 * @returns what is left behind the last run.
 */
function writeRuns(
  writer: Writer,
  before: readonly RawMessage[],
  messages: readonly RawMessage[],
  runs: readonly PackedRun[],
): readonly RawMessage[] {
  let loose = before
  let at = 0
  for (const run of runs) {
    loose = [...loose, ...messages.slice(at, run.at)]
    at = run.at + run.messages
    const stretch = messages.slice(run.at, at)
    if (loose.length === 0) writePacked(writer, stretch, run)
    else writeBlocks(writer, [...loose, ...stretch])
    loose = []
  }
  return [...loose, ...messages.slice(at)]
}

function wait(writer: Writer, messages: readonly RawMessage[]): void {
  const insert = writer.prepare('INSERT INTO raw (event, bytes) VALUES (?, ?)')
  for (const { id, bytes } of messages) insert.run(id, bytes)
}

import type { Writer } from '../connection.ts'
import { blockMessages, mostMessages, writeBlocks, type RawMessage } from './blocks.ts'
import { countBehind, dropWaiting, lastPacked, waitingBetween } from './waiting.ts'

/**
 * Keeps the bytes of new events, in the transaction that stores them. Many become blocks at once; few wait in `raw` until
 * there are enough for a block, together with those of the next batches.
 * @param messages ids ascend and are greater than any before.
 */
export function keepRaw(writer: Writer, messages: readonly RawMessage[]): void {
  const [oldest, newest] = [messages[0], messages.at(-1)]
  if (!oldest || !newest) return
  const packed = lastPacked(writer)
  const waiting = countBehind(writer, packed, mostMessages + 1)
  // What an older version left behind is packWaiting's: it takes minutes, and a batch has milliseconds.
  const joined = waiting > mostMessages ? 0 : waiting
  if (oldest.id <= packed || joined + messages.length < blockMessages) return wait(writer, messages)
  const before = joined === 0 ? [] : waitingBetween(writer, packed, oldest.id, mostMessages)
  writeBlocks(writer, [...before, ...messages])
  if (before.length > 0) dropWaiting(writer, packed + 1, oldest.id - 1)
}

function wait(writer: Writer, messages: readonly RawMessage[]): void {
  const insert = writer.prepare('INSERT INTO raw (event, bytes) VALUES (?, ?)')
  for (const { id, bytes } of messages) insert.run(id, bytes)
}

import type { Reader, Writer } from '../connection.ts'
import { blockMessages, mostMessages, writeBlocks, type RawMessage } from './blocks.ts'
import { dropWaiting, waitingBetween } from './waiting.ts'

/**
 * Packs messages that wait in `raw`, the oldest first, in one transaction: what an older console stored, for the most
 * part. The newest ones behind the last block stay: keepRaw packs them with those to come.
 * @param most about how many; at least one block, when there is enough for one.
 * @returns how many were packed; 0 when nothing needs to be.
 */
export function packWaiting(writer: Writer, most: number): number {
  return writer.transaction(() => {
    let packed = 0
    while (packed < most) {
      const stretch = nextStretch(writer)
      const [first, last] = [stretch[0], stretch.at(-1)]
      if (!first || !last) break
      writeBlocks(writer, stretch)
      dropWaiting(writer, first.id, last.id)
      packed += stretch.length
    }
    return packed
  })
}

/** What can become one block: it lies between two blocks. Empty when there is nothing to be packed. */
function nextStretch(reader: Reader): readonly RawMessage[] {
  const oldest = oldestOutside(reader)
  if (oldest === undefined) return []
  const next = reader.get<{ first: number | null }>('SELECT min(first) AS first FROM raw_block WHERE first > ?', oldest)
  const before = next?.first ?? undefined
  const found = waitingBetween(reader, oldest - 1, before ?? Number.MAX_SAFE_INTEGER, mostMessages + 1)
  if (found.length > mostMessages) return found.slice(0, blockMessages)
  return before === undefined ? [] : found
}

/** Blocks never overlap, since an id is looked for in the last one that begins before it. */
function oldestOutside(reader: Reader): number | undefined {
  for (let after = -1; ;) {
    const oldest = reader.get<{ id: number | null }>('SELECT min(event) AS id FROM raw WHERE event > ?', after)?.id
    if (oldest === undefined || oldest === null) return undefined
    const block = reader.get<{ last: number }>(
      'SELECT last FROM raw_block WHERE first <= ? ORDER BY first DESC LIMIT 1',
      oldest,
    )
    if (!block || block.last < oldest) return oldest
    after = block.last
  }
}

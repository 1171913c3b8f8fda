import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Why a table cannot be used, in words. */
export class UnreadableTable extends Error {}

/** Bytes. The largest table of 2026 has 21 MB. */
const mostBytes = 128 << 20
const chunkBytes = 1 << 18
const newline = 0x0a

/**
 * Reads a text file in pieces of whole lines, so that whoever reads can leave in between. The bytes of a piece are good
 * until the next one is asked for. @throws UnreadableTable when the file is missing, too large, or no text.
 */
export function* wholeLines(path: string): Generator<Uint8Array> {
  const file = openTable(path)
  try {
    const buffer = Buffer.alloc(2 * chunkBytes)
    let kept = 0
    for (;;) {
      const read = readSync(file, buffer, kept, chunkBytes, null)
      const have = kept + read
      const end = read === 0 || have === 0 ? have : buffer.lastIndexOf(newline, have - 1) + 1
      if (end > 0) yield buffer.subarray(0, end)
      if (read === 0) return
      kept = buffer.copy(buffer, 0, end, have)
      if (kept > chunkBytes) throw new UnreadableTable(`${path} is damaged: it has no lines`)
    }
  } finally {
    closeSync(file)
  }
}

function openTable(path: string): number {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch (error) {
    throw new UnreadableTable(error instanceof Error ? error.message : String(error))
  }
  if (fstatSync(file).size <= mostBytes) return file
  closeSync(file)
  throw new UnreadableTable(`${path} is larger than any such table`)
}

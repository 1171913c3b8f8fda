import { setImmediate as turn } from 'node:timers/promises'
import type { Reader } from '../connection.ts'
import { isBlockFault, type BlockFrame } from './block.ts'
import { readBlock } from './read.ts'

export interface DamagedBlock {
  /** Event ids that it holds, both included; there may be holes. */
  readonly first: number
  readonly last: number
  readonly messages: number
  readonly words: string
}

export interface VerifiedBlocks {
  readonly blocks: number
  /** In those blocks; of damaged ones as many as were packed. */
  readonly messages: number
  readonly damaged: number
  /** The first of the damaged ones, at most `mostListed`. */
  readonly listed: readonly DamagedBlock[]
  /** `false` when the signal ended it early. */
  readonly complete: boolean
}

export interface VerifyOptions {
  readonly signal: AbortSignal
  /** Event ids seen, of all. Called some times a second. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
}

export const mostListed = 100
/** Milliseconds between two turns of everything else. */
const slice = 8

/** Unpacks every block: reads all that is stored of raw bytes. Everything else on this thread has its turn meanwhile. */
export async function verifyBlocks(reader: Reader, { signal, onProgress }: VerifyOptions): Promise<VerifiedBlocks> {
  const newest = reader.get<BlockFrame>(
    `${columns} WHERE first <= ? ORDER BY first DESC LIMIT 1`,
    Number.MAX_SAFE_INTEGER,
  )
  const end = newest?.first ?? 0
  let [blocks, messages, last] = [0, 0, 0]
  const damaged: DamagedBlock[] = []
  let more = 0
  let sliceEnd = performance.now() + slice
  for (const frame of framesUpTo(reader, end)) {
    if (performance.now() >= sliceEnd) {
      onProgress?.({ done: last, total: newest?.last ?? 0 })
      await turn()
      sliceEnd = performance.now() + slice
    }
    if (signal.aborted) return { blocks, messages, damaged: damaged.length + more, listed: damaged, complete: false }
    const words = frame.first <= last ? 'it overlaps the block before it' : wordsAgainst(reader, frame)
    blocks += 1
    messages += frame.messages
    if (words === undefined) last = frame.last
    else if (damaged.length < mostListed) damaged.push({ ...idsOf(frame), words })
    else more += 1
  }
  return { blocks, messages, damaged: damaged.length + more, listed: damaged, complete: true }
}

const idsOf = ({ first, last, messages }: BlockFrame): Omit<DamagedBlock, 'words'> => ({ first, last, messages })

function wordsAgainst(reader: Reader, frame: BlockFrame): string | undefined {
  const stretch = readBlock(reader, frame)
  return isBlockFault(stretch) ? stretch.words : undefined
}

const columns = 'SELECT first, last, messages, size FROM raw_block'

/** A page at a time: blocks may be written and deleted meanwhile. */
function* framesUpTo(reader: Reader, end: number): Generator<BlockFrame> {
  let after = -1
  for (;;) {
    const page = reader.all<BlockFrame>(
      `${columns} WHERE first > ? AND first <= ? ORDER BY first LIMIT 100`,
      after,
      end,
    )
    const last = page.at(-1)
    if (!last) return
    yield* page
    after = last.first
  }
}

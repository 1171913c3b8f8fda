import type { Reader } from '../connection.ts'
import { clip, isBlockFault, type BlockFrame, type Stretch } from './block.ts'
import { readBlock } from './read.ts'
import { stretchOf, waitingIn, type Span } from './waiting-stretch.ts'

export interface ScanOptions {
  /** Event ids, both included. */
  readonly first?: number
  readonly last?: number
  /** Microseconds UTC, `to` excluded. Blocks that lie outside are left out; one that reaches inside comes whole. */
  readonly from?: number
  readonly to?: number
  readonly order: 'newest' | 'oldest'
}

/** Messages one behind the other, or a block that cannot be read. */
export type Scanned =
  | { readonly kind: 'stretch'; readonly stretch: Stretch }
  /** `first` to `last` were in it. */
  | { readonly kind: 'damaged'; readonly frame: BlockFrame; readonly words: string }

/**
 * Yields the bytes of all events in a range, packed or waiting, in stretches of some hundred messages: newest stretch
 * first or oldest first, and ascending ids inside each. No message is copied; nothing is held between two stretches but
 * a place, so that it may go on for as long as it likes while events are stored, packed and deleted.
 * @param signal looked at before each stretch.
 */
export function* scanBlocks(
  reader: Reader,
  options: ScanOptions,
  signal: { readonly aborted: boolean },
): Generator<Scanned, void> {
  let span = spanOf(options)
  while (span.first <= span.last && !signal.aborted) {
    const frame = nextFrame(reader, span, options.order)
    const waiting = waitingIn(reader, beside(span, frame, options.order), options.order)
    const [oldest, newest] = [waiting[0], waiting.at(-1)]
    if (oldest && newest) {
      yield { kind: 'stretch', stretch: stretchOf(waiting) }
      span = behind(span, oldest.id, newest.id, options.order)
    } else if (frame) {
      yield scanned(reader, frame, span)
      span = behind(span, frame.first, frame.last, options.order)
    } else return
  }
}

const spanOf = ({ first = 0, last = Number.MAX_SAFE_INTEGER - 1, from, to }: ScanOptions): Span => ({
  first,
  last,
  from: from ?? 0,
  to: to ?? Number.MAX_SAFE_INTEGER,
})

/** Waiting messages that come before the block. */
function beside(span: Span, frame: BlockFrame | undefined, order: ScanOptions['order']): Span {
  if (!frame) return span
  return order === 'oldest' ? { ...span, last: frame.first - 1 } : { ...span, first: frame.last + 1 }
}

/** What is left once `first` to `last` were seen. */
const behind = (span: Span, first: number, last: number, order: ScanOptions['order']): Span =>
  order === 'oldest' ? { ...span, first: last + 1 } : { ...span, last: first - 1 }

function scanned(reader: Reader, frame: BlockFrame, { first, last }: Span): Scanned {
  const stretch = readBlock(reader, frame)
  if (isBlockFault(stretch)) return { kind: 'damaged', frame, words: stretch.words }
  return { kind: 'stretch', stretch: clip(stretch, first, last) }
}

const columns = 'SELECT first, last, messages, size FROM raw_block'
const inTime = 'to_time >= ? AND from_time < ?'
/** The block that the range begins in, if it begins inside one, is the first of all. */
const oldestSql = `${columns} WHERE first >= coalesce((SELECT iif(last >= ?, first, NULL) FROM raw_block
    WHERE first <= ? ORDER BY first DESC LIMIT 1), ?) AND first <= ? AND ${inTime} ORDER BY first LIMIT 1`
const newestSql = `${columns} WHERE first <= ? AND last >= ? AND ${inTime} ORDER BY first DESC LIMIT 1`

function nextFrame(
  reader: Reader,
  { first, last, from, to }: Span,
  order: ScanOptions['order'],
): BlockFrame | undefined {
  return order === 'oldest'
    ? reader.get<BlockFrame>(oldestSql, first, first, first, last, from, to)
    : reader.get<BlockFrame>(newestSql, last, first, from, to)
}

/** Bytes of one row. */
export const rowBytes = 16

/** Neighbouring bytes of a row that are marked alike. */
export interface HexRun {
  readonly start: number
  readonly hex: string
  /** Printable ASCII as it is, everything else as a dot. */
  readonly ascii: string
  /** Blanks behind the last byte, and whether they lie inside what is selected. */
  readonly gap: string
  readonly joined: boolean
  /** Names of the marks, parted by blanks. */
  readonly marks: string
}

/** One row as runs. `marksAt` names the marks of a byte; equal names make a run. */
export function hexRuns(bytes: Uint8Array, from: number, marksAt: (at: number) => string): readonly HexRun[] {
  const runs: { start: number; end: number; marks: string }[] = []
  for (let at = from; at < Math.min(from + rowBytes, bytes.length); at++) {
    const marks = marksAt(at)
    const last = runs.at(-1)
    if (last?.marks === marks) last.end = at + 1
    else runs.push({ start: at, end: at + 1, marks })
  }
  return runs.map(({ start, end, marks }, run) => ({
    start,
    marks,
    joined: isSelected(marks) && isSelected(runs[run + 1]?.marks ?? ''),
    hex: Array.from(
      bytes.subarray(start, end),
      (byte, at) => pair(byte) + (at === end - start - 1 ? '' : blanks(start + at - from)),
    ).join(''),
    ascii: Array.from(bytes.subarray(start, end), printable).join(''),
    gap: blanks(end - 1 - from),
  }))
}

const isSelected = (marks: string): boolean => marks.split(' ').includes('selected')
const pair = (byte: number): string => byte.toString(16).padStart(2, '0')
/** Two blanks in the middle, as every hex dump has. */
const blanks = (column: number): string => (column === rowBytes - 1 ? '' : column === rowBytes / 2 - 1 ? '  ' : ' ')
export const printable = (byte: number): string => (byte >= 0x20 && byte <= 0x7e ? String.fromCharCode(byte) : '·')

/** Characters of the hex half of a full row. */
const hexWidth = rowBytes * 3

/** The byte of a row under a place in the hex half, given as a share of its width from 0 to 1. */
export function columnOfHex(share: number): number {
  const character = Math.floor(share * hexWidth)
  const column = Math.floor((character < hexWidth / 2 ? character : character - 1) / 3)
  return Math.max(0, Math.min(rowBytes - 1, column))
}

export const columnOfAscii = (share: number): number =>
  Math.max(0, Math.min(rowBytes - 1, Math.floor(share * rowBytes)))

/** Where a key moves the cursor among `length` bytes; nothing when it is no such key. */
export function moveByte(key: string, at: number, length: number, page: number): number | undefined {
  const column = at % rowBytes
  const to: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - rowBytes,
    ArrowDown: at + rowBytes,
    Home: at - column,
    End: at - column + rowBytes - 1,
    PageUp: at - page * rowBytes,
    PageDown: at + page * rowBytes,
  }
  const wanted = Object.hasOwn(to, key) ? to[key] : undefined
  if (wanted === undefined || length === 0) return undefined
  if (wanted < 0 && key !== 'ArrowLeft') return column
  return Math.max(0, Math.min(length - 1, wanted))
}

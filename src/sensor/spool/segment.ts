import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isErrno } from '../atomic-file.ts'
import { decodeRecord, longestRecord, type SpoolRecord } from './record.ts'

const namePattern = /^events-(\d{16})\.spool$/
const markEvery = 64 * 1024

/** One file of the spool: records in order, the first of them numbered as the file's name says. */
export class Segment {
  readonly path: string
  readonly first: number
  size: number
  /** Where some of the records begin, so that reading from any sequence skips most of the file. */
  readonly #marks: { sequence: number; offset: number }[]

  constructor(directory: string, first: number, size: number) {
    this.path = join(directory, `events-${String(first).padStart(16, '0')}.spool`)
    this.first = first
    this.size = size
    this.#marks = [{ sequence: first, offset: 0 }]
  }

  mark(sequence: number, offset: number): void {
    const last = this.#marks.at(-1)
    if (last === undefined || offset >= last.offset + markEvery) this.#marks.push({ sequence, offset })
  }

  /** An offset at or before the record of `sequence`. */
  offsetFor(sequence: number): number {
    return this.#marks.findLast((mark) => mark.sequence <= sequence)?.offset ?? 0
  }
}

/** All segments in a directory, oldest first. */
export function listSegments(directory: string): Segment[] {
  return readdirSync(directory)
    .flatMap((name) => namePattern.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
    .map((first) => new Segment(directory, first, 0))
    .map((segment) => Object.assign(segment, { size: statSync(segment.path).size }))
}

/**
 * Up to `length` bytes from `offset`; what the medium no longer holds is missing, and so becomes a gap.
 * @throws when the file cannot be opened now, e.g. for want of handles: what it holds is not lost by that.
 */
function readAt(path: string, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length)
  const fd = openIfPresent(path)
  if (fd === undefined) return bytes.subarray(0, 0)
  try {
    return bytes.subarray(0, readSync(fd, bytes, 0, length, offset))
  } catch {
    return bytes.subarray(0, 0)
  } finally {
    closeSync(fd)
  }
}

function openIfPresent(path: string): number | undefined {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

export interface Located {
  readonly record: SpoolRecord
  readonly offset: number
  readonly next: number
}

const windowBytes = 4 * longestRecord

/**
 * Walks the good records of a segment from an offset on. What is broken is left out: its sequences are missing.
 * @throws when the segment cannot be opened now
 */
export function* walk(segment: Segment, from: number): Generator<Located, void> {
  let offset = from
  while (offset < segment.size) {
    const length = Math.min(windowBytes, segment.size - offset)
    const window = readAt(segment.path, offset, length)
    if (window.length < length) return
    const end = yield* walkWindow(segment, window, offset)
    if (end === offset) return
    offset = end
  }
}

/**
 * A record that the end of the file cuts is a torn tail and never searched: its content is a stranger's.
 * @returns the offset in the file where the next window begins.
 */
function* walkWindow(segment: Segment, window: Buffer, base: number): Generator<Located, number> {
  const isLast = base + window.length >= segment.size
  let at = 0
  while (at < window.length) {
    const found = decodeRecord(window, at)
    if (typeof found === 'object') {
      segment.mark(found.record.from, base + at)
      yield { record: found.record, offset: base + at, next: base + found.next }
      at = found.next
    } else if (found === 'cut') {
      return isLast ? segment.size : base + at
    } else {
      at = nextGood(segment, window, at)
    }
  }
  return base + at
}

/**
 * Where reading can go on behind a broken record: at the next record if its length was sound, else at the first byte
 * that starts a record with a right checksum. The sender of a message could hide such bytes in it, so a find only
 * counts with a sequence that this segment may hold.
 */
function nextGood(segment: Segment, window: Buffer, broken: number): number {
  const hop = broken + 8 + (broken + 8 <= window.length ? window.readUInt32BE(broken) : window.length)
  if (isPlausible(segment, window, hop)) return hop
  for (let at = broken + 1; at < window.length; at++) if (isPlausible(segment, window, at)) return at
  return window.length
}

function isPlausible(segment: Segment, window: Buffer, at: number): boolean {
  const found = at < window.length ? decodeRecord(window, at) : 'cut'
  return typeof found === 'object' && found.record.from >= segment.first
}

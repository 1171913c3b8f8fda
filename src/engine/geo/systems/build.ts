import { join } from 'node:path'
import { UnreadableTable, wholeLines } from './chunks.ts'
import { Ranges, SystemNames } from './columns.ts'
import { LineReader } from './line.ts'
import { headWords } from './table.ts'

/** Files of the package @ip-location-db/asn, and of each how many words its addresses have. */
const files = [
  { name: 'asn-ipv4-num.csv', width: 1 },
  { name: 'asn-ipv6-num.csv', width: 4 },
] as const

/** One damaged line in so many is skipped and counted; a file with more of them is not trusted. */
const oneIn = 100
const newline = 0x0a

/**
 * Reads the table in pieces: whoever calls may pause between two of them, and go on later.
 * @returns the table, see table.ts. @throws UnreadableTable
 */
export function* buildTable(directory: string): Generator<undefined, BuiltTable> {
  const systems = new SystemNames()
  const families: Ranges[] = []
  for (const { name, width } of files) {
    const ranges = new Ranges(width)
    const line = new LineReader(width)
    for (const bytes of wholeLines(join(directory, name))) {
      addLines(bytes, line, ranges, systems)
      yield
    }
    if (ranges.count === 0 || ranges.skipped > ranges.count / oneIn) {
      throw new UnreadableTable(`${join(directory, name)} is damaged: ${ranges.skipped} of its lines cannot be read`)
    }
    families.push(ranges)
  }
  return packed(families, systems)
}

function addLines(bytes: Uint8Array, line: LineReader, ranges: Ranges, systems: SystemNames): void {
  for (let from = 0; from < bytes.length;) {
    const found = bytes.indexOf(newline, from)
    const end = found < 0 ? bytes.length : found
    if (line.read(bytes, from, end)) ranges.add(line, systems)
    else if (end > from) ranges.skipped += 1
    from = end + 1
  }
}

/** A table that was read, to be written where it shall lie. */
export interface BuiltTable {
  readonly byteLength: number
  writeTo(bytes: ArrayBufferLike, start: number): void
}

const wordBytes = Uint32Array.BYTES_PER_ELEMENT

function packed(families: readonly Ranges[], systems: SystemNames): BuiltTable {
  const count = systems.numbers.length
  const head = headOf(families, count)
  const words = families.reduce((sum, { firsts, lasts, count }) => sum + firsts.length + lasts.length + count, 0)
  const byteLength = (head.length + words + 2 * count) * wordBytes + systems.size
  return { byteLength, writeTo: (bytes, start) => write(bytes, start, head, families, systems) }
}

function write(
  bytes: ArrayBufferLike,
  start: number,
  head: Uint32Array,
  families: readonly Ranges[],
  systems: SystemNames,
): void {
  const { numbers } = systems
  const order = Uint32Array.from(numbers.keys()).sort((a, b) => (numbers[a] ?? 0) - (numbers[b] ?? 0))
  const placeOf = new Uint32Array(order.length)
  order.forEach((before, place) => (placeOf[before] = place))
  let at = start
  const put = (words: Uint32Array): Uint32Array => {
    const there = new Uint32Array(bytes, at, words.length)
    there.set(words)
    at += words.byteLength
    return there
  }
  put(head)
  for (const family of families) {
    put(family.firsts.all)
    put(family.lasts.all)
    const places = put(family.systems.all)
    places.forEach((before, range) => (places[range] = placeOf[before] ?? 0))
  }
  const sorted = put(order)
  sorted.forEach((before, place) => (sorted[place] = numbers[before] ?? 0))
  writeNames(new Uint8Array(bytes, at + order.byteLength), put(order), systems)
}

/** @param ends gets where each name ends. */
function writeNames(text: Uint8Array, ends: Uint32Array, systems: SystemNames): void {
  let end = 0
  ends.forEach((before, place) => {
    const name = systems.nameAt(before)
    text.set(name, end)
    end += name.length
    ends[place] = end
  })
}

const headOf = ([four, six]: readonly Ranges[], systems: number): Uint32Array =>
  headWords({
    ...{ four: four?.count ?? 0, six: six?.count ?? 0, systems },
    skipped: (four?.skipped ?? 0) + (six?.skipped ?? 0),
  })

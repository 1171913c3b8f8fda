import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readerOf, type Reader, type Writer } from '../../../../src/engine/store/connection.ts'
import { faultWords, isFault } from '../../../../src/engine/store/raw/fault.ts'
import { keepRaw } from '../../../../src/engine/store/raw/keep.ts'
import { rawOf, rawOfOne } from '../../../../src/engine/store/raw/read.ts'
import { scanBlocks, type ScanOptions } from '../../../../src/engine/store/raw/scan.ts'
import { messageAt } from '../../../../src/engine/store/raw/block.ts'
import { verifyBlocks } from '../../../../src/engine/store/raw/verify.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'
import { blocksIn, damage, leaveWaiting, messageOf, messagesFrom } from './messages.ts'

let open: TestStore
let writer: Writer
let reader: Reader
/** Blocks 1–300 (by 2: 1, 3 … 599), 700–999 and 1100–1399; 1500–1519 wait, and 650 between two blocks. */
beforeEach(() => {
  open = openTestStore(0)
  ;({ writer, reader } = open.store)
  keepRaw(writer, messagesFrom(1, 300, 2))
  keepRaw(writer, messagesFrom(700, 300))
  keepRaw(writer, messagesFrom(1_100, 300))
  leaveWaiting(writer, [messageOf(650), ...messagesFrom(1_500, 20)])
})
afterEach(() => open.stop())

const never = { aborted: false }
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

test('messages are read from blocks and from where they wait; holes and what never was are gone', () => {
  const found = rawOf(reader, [1_519, 599, 2, 650, 701, 3_000, 701, 0, -5])
  for (const id of [1_519, 599, 650, 701]) expect(found.get(id)).toEqual(Uint8Array.from(messageOf(id).bytes))
  for (const id of [2, 3_000, 0, -5]) expect(found.get(id)).toEqual({ kind: 'gone' })
  expect(found.size).toBe(8)
})

test('bytes that were read are the reader’s own: changing them changes nothing', () => {
  const bytes = rawOfOne(reader, 710)
  if (isFault(bytes)) throw new Error(faultWords(bytes))
  bytes.fill(0)
  expect(rawOfOne(reader, 710)).toEqual(Uint8Array.from(messageOf(710).bytes))
})

test('of a damaged block every message says so in words, and all others are read', () => {
  damage(writer, 700)
  const fault = rawOfOne(reader, 800)
  expect(fault).toMatchObject({ kind: 'damaged', block: 700 })
  expect(isFault(fault) && faultWords(fault)).toMatch(/^block 700 is damaged: its /)
  expect(rawOfOne(reader, 699)).toEqual({ kind: 'gone' })
  for (const id of [599, 650, 1_100, 1_519]) expect(rawOfOne(reader, id)).toBeInstanceOf(Uint8Array)
})

test('a block is read anew when it was written anew, changed or deleted', () => {
  expect(rawOfOne(reader, 800)).toBeInstanceOf(Uint8Array)
  writer.run('DELETE FROM raw_block WHERE first = 700')
  expect(rawOfOne(reader, 800)).toEqual({ kind: 'gone' })
  const rest = messagesFrom(700, 300).filter(({ id }) => id !== 800)
  writer.run('DELETE FROM raw_block WHERE first > 700')
  keepRaw(writer, rest)
  expect(rawOfOne(reader, 800)).toEqual({ kind: 'gone' })
  expect(rawOfOne(reader, 801)).toEqual(Uint8Array.from(messageOf(801).bytes))
})

test('a block with the bytes of another is no source of other messages', () => {
  writer.run('UPDATE raw_block SET packed = (SELECT packed FROM raw_block WHERE first = 1100) WHERE first = 700')
  expect(rawOfOne(reader, 750)).toMatchObject({ kind: 'damaged', block: 700 })
})

/** The pages of a table, and the store's file without the store: that would refuse it. */
function withDamagedPages(table: string, kind: 'leaf' | 'overflow', look: (damaged: Reader) => void): void {
  const { path } = open.store
  writer.get('PRAGMA wal_checkpoint(TRUNCATE)')
  const sql = 'SELECT pageno, pgsize FROM dbstat WHERE name = ? AND pagetype = ?'
  const pages = writer.all<{ pageno: number; pgsize: number }>(sql, table, kind)
  expect(pages.length).toBeGreaterThan(0)
  const copy = `${path}.damaged`
  copyFileSync(path, copy)
  const file = openSync(copy, 'r+')
  for (const { pageno, pgsize } of pages) writeSync(file, Buffer.alloc(pgsize, 0xf5), 0, pgsize, (pageno - 1) * pgsize)
  closeSync(file)
  const database = new Database(copy, { readonly: true })
  look(readerOf(database))
  database.close()
}

test('damaged pages of the file cost what lies on them, and nothing else', () => {
  leaveWaiting(writer, messagesFrom(2_000, 600))
  withDamagedPages('raw', 'leaf', (damaged) => {
    const found = rawOf(damaged, [1, 1_510, 1_200])
    expect(found.get(1_510)).toEqual({ kind: 'damaged', words: 'the database file is damaged' })
    for (const id of [1, 1_200]) expect(found.get(id)).toEqual(Uint8Array.from(messageOf(id).bytes))
  })
  // Bytes that do not shrink, so that the block is longer than a page.
  const hash = (id: number): Buffer => createHash('sha512').update(`${id}`).digest()
  keepRaw(
    writer,
    messagesFrom(3_000, 300).map((message) => ({ ...message, bytes: hash(message.id) })),
  )
  withDamagedPages('raw_block', 'leaf', (damaged) => {
    const found = rawOf(damaged, [1, 2_300, 3_100])
    for (const id of [1, 3_100]) expect(found.get(id)).toMatchObject({ kind: 'damaged' })
    expect(found.get(2_300)).toEqual(Uint8Array.from(messageOf(2_300).bytes))
  })
  withDamagedPages('raw_block', 'overflow', (damaged) => {
    const found = rawOf(damaged, [1, 1_200, 3_100])
    expect(found.get(3_100)).toMatchObject({ kind: 'damaged', block: 3_000 })
    for (const id of [1, 1_200]) expect(found.get(id)).toEqual(Uint8Array.from(messageOf(id).bytes))
  })
})

function scan(options: ScanOptions): { ids: number[]; damaged: number[] } {
  const [ids, damaged]: [number[], number[]] = [[], []]
  for (const found of scanBlocks(reader, options, never)) {
    if (found.kind === 'damaged') {
      damaged.push(found.frame.first)
      continue
    }
    const { stretch } = found
    const own = [...stretch.ids]
    for (const [place, id] of own.entries()) {
      expect(textOf(messageAt(stretch, place))).toBe(textOf(messageOf(id).bytes))
    }
    ids.push(...(options.order === 'newest' ? own.reverse() : own))
  }
  return { ids, damaged }
}

const all = [
  ...messagesFrom(1, 300, 2),
  messageOf(650),
  ...messagesFrom(700, 300),
  ...messagesFrom(1_100, 300),
  ...messagesFrom(1_500, 20),
].map(({ id }) => id)

test.each<[string, Omit<ScanOptions, 'order'>]>([
  ['everything', {}],
  ['from inside a block to inside another', { first: 590, last: 720 }],
  ['inside one block', { first: 800, last: 805 }],
  ['between two blocks', { first: 600, last: 699 }],
  ['only what waits', { first: 1_510 }],
  ['a hole', { first: 1_000, last: 1_099 }],
  ['nothing', { first: 9, last: 8 }],
])('a scan of %s finds each message once, in both orders', (_name, range) => {
  const wanted = all.filter((id) => id >= (range.first ?? 0) && id <= (range.last ?? Infinity))
  expect(scan({ ...range, order: 'oldest' })).toEqual({ ids: wanted, damaged: [] })
  expect(scan({ ...range, order: 'newest' })).toEqual({ ids: [...wanted].reverse(), damaged: [] })
})

test.each(['oldest', 'newest'] as const)('a scan of a time leaves other blocks out, %s first', (order) => {
  const { ids } = scan({ from: 1_100 * 6e7, to: 1_110 * 6e7, order })
  // What waits has no event here, so that its time is unknown: it is looked at.
  expect([...ids].sort((a, b) => a - b)).toEqual([
    650,
    ...messagesFrom(1_100, 300).map(({ id }) => id),
    ...messagesFrom(1_500, 20).map(({ id }) => id),
  ])
})

test('a scan goes on behind a damaged block, and names it', () => {
  damage(writer, 700)
  const { ids, damaged } = scan({ order: 'newest' })
  expect(damaged).toEqual([700])
  expect(ids).toEqual(all.filter((id) => id < 700 || id > 999).reverse())
})

test('a scan ends when its signal says so, and goes on while messages are packed behind it', () => {
  const signal = { aborted: false }
  const seen: number[] = []
  for (const found of scanBlocks(reader, { order: 'oldest' }, signal)) {
    if (found.kind === 'stretch') seen.push(...found.stretch.ids)
    if (seen.length === 300) keepRaw(writer, messagesFrom(1_600, 400))
    if (seen.length > 1_000) signal.aborted = true
  }
  expect(seen).toEqual([
    ...all.filter((id) => id < 1_500),
    ...messagesFrom(1_500, 20).map(({ id }) => id),
    ...messagesFrom(1_600, 400).map(({ id }) => id),
  ])
})

test('verifying names what is damaged, with progress, and stops when it is told to', async () => {
  const progress: number[] = []
  const { signal } = new AbortController()
  const options = {
    signal,
    onProgress: ({ done, total }: { done: number; total: number }) => progress.push(done, total),
  }
  expect(await verifyBlocks(reader, options)).toEqual({
    blocks: 3,
    messages: 900,
    damaged: 0,
    listed: [],
    complete: true,
  })
  damage(writer, 1)
  writer.run('UPDATE raw_block SET messages = 299 WHERE first = 1100')
  const found = await verifyBlocks(reader, options)
  expect(found).toMatchObject({ blocks: 3, damaged: 2, complete: true })
  expect(found.listed.map(({ first, last }) => [first, last])).toEqual([
    [1, 599],
    [1_100, 1_399],
  ])
  expect(found.listed[1]?.words).toBe('it holds other messages than its row says')
  expect(await verifyBlocks(reader, { signal: AbortSignal.abort() })).toMatchObject({ blocks: 0, complete: false })
})

test('blocks that overlap are damaged', async () => {
  writer.run(
    'INSERT INTO raw_block SELECT 500, last, messages, sensor, from_time, to_time, size, packed FROM raw_block WHERE first = 700',
  )
  const { listed } = await verifyBlocks(reader, { signal: new AbortController().signal })
  expect(listed.map(({ first, words }) => [first, words])).toEqual([[500, 'it overlaps the block before it']])
  expect(blocksIn(writer)).toHaveLength(4)
})

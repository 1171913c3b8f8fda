import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hunts } from '../../../src/engine/hunts/hunts.ts'
import { rawOf } from '../../../src/engine/store/raw/read.ts'
import { randomFrom } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'
import { ended, hitsOf, packet, start, startHunts, storeMessages, traffic } from './hunting.ts'

let open: TestStore
let hunts: Hunts
let all: readonly Plain[] = []

interface Plain {
  readonly id: number
  readonly time: number
  readonly method: string | null
  readonly direction: number
  readonly size: number
  readonly text: string
}

beforeAll(async () => {
  open = openTestStore(0)
  const random = randomFrom(3)
  const junk = Array.from({ length: 300 }, (_, at) => {
    const bytes = Uint8Array.from({ length: Math.floor(random() * 300) }, () => Math.floor(random() * 256))
    return packet(start + at, bytes)
  })
  await storeMessages(open.store, [...traffic(1, 9_000), ...junk, ...traffic(2, 500)])
  const { reader } = open.store
  const rows = reader.all<Omit<Plain, 'text'>>(
    `SELECT e.id, e.time, m.text AS method, e.direction, e.size FROM event_row e LEFT JOIN method m ON m.id = e.method`,
  )
  const raw = rawOf(
    reader,
    rows.map(({ id }) => id),
  )
  all = rows.map((row) => ({ ...row, text: Buffer.from(raw.get(row.id) as Uint8Array).toString('latin1') }))
  hunts = startHunts(open.store)
})
afterAll(async () => {
  await hunts.close()
  open.stop()
})

type Holds = (message: Plain) => boolean
const uri = (text: string): string | undefined => /^[A-Z]+ (\S+) SIP\/2\.0\r\n/.exec(text)?.[1]

/** Filters, and what they mean to somebody who looks at every message. */
const parts: readonly (readonly [string, Holds])[] = [
  ['~"sip:9011\\d+@"', ({ text }) => /sip:9011\d+@/.test(text)],
  ['~"(?i)FRIENDLY-scanner"', ({ text }) => /friendly-scanner/i.test(text)],
  ['~"^OPTIONS"', ({ text }) => text.startsWith('OPTIONS')],
  ['~"(?m)^CSeq: [0-9]*[02468] "', ({ text }) => /^CSeq: [0-9]*[02468] /m.test(text)],
  ['~"[\\x80-\\xff]{3}"', ({ text }) => /[\x80-\xff]{3}/.test(text)],
  ['~"1.*2.*3.*4","\\x00\\xff"', ({ text }) => /1[^\n]*2[^\n]*3[^\n]*4|\0\xff/.test(text)],
  ['raw:"\\x0d\\x0a\\x0d\\x0a"', ({ text }) => text.includes('\r\n\r\n')],
  ['raw:"sipcli"', ({ text }) => text.includes('sipcli')],
  ['raw:"9011468507802"', ({ text }) => text.includes('9011468507802')],
  ['ruri:sip:900*', ({ text }) => uri(text)?.startsWith('sip:900') === true],
  ['ruri:sip:100@192.0.2.1', ({ text }) => uri(text) === 'sip:100@192.0.2.1'],
]
const others: readonly (readonly [string, Holds])[] = [
  ['method:INVITE', ({ method }) => method === 'INVITE'],
  ['size:>400', ({ size }) => size > 400],
  ['*', () => true],
  ['-method:*', ({ method }) => method === null],
  ['since:2026-02-01T00:01', ({ time }) => time >= start + 60_000_000],
]

function randomFilter(random: () => number): readonly [string, Holds] {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const leaf = (): readonly [string, Holds] => pick(random() < 0.6 ? parts : others)
  const inner = (depth: number): readonly [string, Holds] => {
    const kind = random()
    if (depth === 0 || kind < 0.2) return leaf()
    const [a, holdsA] = inner(depth - 1)
    if (kind < 0.4) return [`-(${a})`, (message) => !holdsA(message)]
    const [b, holdsB] = inner(depth - 1)
    return kind < 0.7
      ? [`(${a} ${b})`, (message) => holdsA(message) && holdsB(message)]
      : [`(${a} or ${b})`, (message) => holdsA(message) || holdsB(message)]
  }
  const [must, holdsMust] = pick(parts)
  const [rest, holdsRest] = inner(2)
  return random() < 0.5
    ? [`${must} ${rest}`, (message) => holdsMust(message) && holdsRest(message)]
    : [`(${must}) or ${rest}`, (message) => holdsMust(message) || holdsRest(message)]
}

test('hits are what a look at each message finds, whatever stands around the search', async () => {
  const random = randomFrom(11)
  let useful = 0
  for (let at = 0; at < 60; at += 1) {
    const [filter, holds] = randomFilter(random)
    const answers = random() < 0.5
    const from = start / 1000 + Math.floor(random() * 60_000)
    const range = random() < 0.3 ? { from, to: from + Math.floor(random() * 60_000) + 1 } : undefined
    const expected = all.filter(
      (message) =>
        (answers || message.direction === 0) &&
        (!range || (message.time >= range.from * 1000 && message.time < range.to * 1000)) &&
        holds(message),
    )
    const id = hunts.start({ filter, zone: 'UTC', answers, ...(range && { range }) })
    const hunt = await ended(hunts, id)
    expect(hunt, filter).toMatchObject({ state: 'done', found: expected.length, unread: 0 })
    expect(hitsOf(open.store, id), filter).toEqual(expected.map((message) => message.id).sort((a, b) => a - b))
    expect(hunt.searched, filter).toBe(hunt.candidates)
    if (expected.length > 0 && expected.length < all.length / 2) useful += 1
    hunts.remove(id)
  }
  expect(useful).toBeGreaterThan(20)
})

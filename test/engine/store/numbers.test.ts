import { afterEach, describe, expect, it, vi } from 'vitest'
import { factsOf, judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import { beginRules } from '../../../src/engine/store/judged.ts'
import { createEventWriter } from '../../../src/engine/store/ingest/batch.ts'
import type { EventFacts } from '../../../src/engine/store/ingest/facts.ts'
import { readingsOf } from '../../../src/engine/store/numbers/readings.ts'
import { foldNumbers } from '../../../src/sip/number/fold.ts'
import { countries, pick, prefixes, seeded, shuffled, validNumber } from '../../sip/number/generated.ts'
import { randomFrom } from '../../support/sip-events.ts'
import { openTestStore, testGeo, type TestStore } from '../../support/store.ts'
import { expectExact } from '../../support/recount.ts'

// Every batch waits for the disk, and a busy machine makes it wait long.
vi.setConfig({ testTimeout: 60_000 })
const start = Date.UTC(2026, 0, 1)
const epoch = 'a'.repeat(16)
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

const invite = (user: string, at: number, source = '198.51.100.7'): EventFacts => {
  const lines = [
    `INVITE sip:${user}@192.0.2.1 SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${at}`,
    `From: <sip:100@192.0.2.1>;tag=${at}`,
    `To: <sip:${user}@192.0.2.1>`,
    `Call-ID: ${at}`,
    `CSeq: 1 INVITE`,
  ]
  const raw = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return factsOf([start * 1000 + at, 0, source, 5060, '192.0.2.1', 5060, 0, 0, raw])
}

interface Stored {
  readonly id: number
  readonly raw: string
  readonly number: number
  readonly core: string
  readonly prefix: string
  readonly country: string | null
}

const dialledRows = ({ store }: TestStore): readonly Stored[] =>
  store.reader.all<Stored>(
    `SELECT d.id, d.raw, d.number, n.text AS core, p.text AS prefix, n.country
      FROM dialled d JOIN number n ON n.id = d.number JOIN prefix p ON p.id = d.prefix ORDER BY d.id`,
  )

const readings = (test: TestStore): Readonly<Record<string, string>> =>
  Object.fromEntries(dialledRows(test).map(({ raw, prefix, core }) => [raw, `${prefix}|${core}`]))

/** Stores users in batches, as one sensor's events. */
function dialler(test: TestStore): (users: readonly string[], source?: string) => void {
  let sequence = 1
  return (users, source) => {
    const events = users.map((user, at) => invite(user, sequence + at, source))
    test.events.store({ sensor: test.sensors[0] ?? 0, epoch, first: sequence, events })
    sequence += users.length
  }
}

describe('numbers in the store fold as evidence comes in', () => {
  it('keeps the row of a number that is only read better', () => {
    open = openTestStore(1, () => start)
    const dial = dialler(open)
    dial(['94525123456'])
    const [before] = dialledRows(open)
    expect(before?.core).toBe('94525123456')
    dial(['994525123456'])
    dial(['004525123456', '+4525123456'])
    expect(readings(open)).toEqual({
      '94525123456': '9|4525123456',
      '994525123456': '99|4525123456',
      '004525123456': '00|4525123456',
      '+4525123456': '+|4525123456',
    })
    const rows = dialledRows(open)
    expect(new Set(rows.map(({ number }) => number)).size).toBe(1)
    expect(rows[0]?.country).toBe('DK')
    expect(readingsOf(open.store.reader, [1, 1, 3]).get(1)).toEqual({
      raw: '94525123456',
      core: '4525123456',
      prefix: '9',
      confidence: 'high',
    })
    expectExact(open.store)
    const { numbers } = open.store.reader.get<{ numbers: number }>('SELECT numbers FROM source') ?? { numbers: 0 }
    expect(numbers).toBe(1)
    expect(open.store.reader.all('SELECT id FROM number')).toHaveLength(1)
  })

  it('counts sources that dialled the same text under its new number, too', () => {
    open = openTestStore(1, () => start)
    const dial = dialler(open)
    dial(['94525123456'], '198.51.100.1')
    dial(['94525123456'], '198.51.100.2')
    dial(['004525123456', '*4525123456', '#4525123456'], '198.51.100.3')
    expect(readings(open)['94525123456']).toBe('9|4525123456')
    expectExact(open.store)
  })

  it('keeps apart what differs at the end, and the same subscriber in two countries', () => {
    open = openTestStore(1, () => start)
    dialler(open)(['0075346850780296', '76000046850780294', '00442079460958', '0012079460958', '+12079460958'])
    expect(new Set(dialledRows(open).map(({ core }) => core))).toEqual(
      new Set(['46850780296', '46850780294', '442079460958', '12079460958']),
    )
    expectExact(open.store)
  })

  it('folds texts with separators, escapes and parameters', () => {
    open = openTestStore(1, () => start)
    dialler(open)(['+46-8-507-802-96', '%2B46850780296;phone-context=x', '90046850780296', '0046850780296%23'])
    expect(new Set(dialledRows(open).map(({ core }) => core))).toEqual(new Set(['46850780296']))
    expectExact(open.store)
  })

  it.each([1, 2, 3])('ends in the same numbers whatever the order of arrival (seed %i)', (seed) => {
    const random = seeded(seed)
    const numbers = Array.from({ length: 12 }, () => validNumber(random, pick(random, countries)))
    const users = new Set(numbers.flatMap((core) => Array.from({ length: 9 }, () => pick(random, prefixes) + core)))
    const expected = Object.fromEntries(
      foldNumbers([...users]).map(({ dialled, prefix, core }) => [dialled, `${prefix}|${core}`]),
    )
    for (const order of [seed, seed + 100]) {
      open = openTestStore(1, () => start)
      const dial = dialler(open)
      const shuffle = randomFrom(order)
      const mixed = shuffled(shuffle, [...users, ...users])
      for (let at = 0; at < mixed.length;) {
        const size = 1 + Math.floor(shuffle() * 9)
        dial(mixed.slice(at, at + size), `198.51.100.${at % 5}`)
        at += size
      }
      const stored = readings(open)
      for (const [dialled, reading] of Object.entries(expected))
        expect([dialled, stored[dialled]]).toEqual([dialled, reading])
      expectExact(open.store)
      const unused = 'SELECT text FROM number WHERE id NOT IN (SELECT number FROM dialled)'
      expect(open.store.reader.all(unused)).toEqual([])
      open.stop()
      open = undefined
    }
  })

  it('ends in the same numbers when new rules judge the events anew', () => {
    open = openTestStore(1, () => start)
    const { store } = open
    dialler(open)(['94525123456', '004525123456', '+4525123456', '0046850780296', '46850780296'])
    const before = dialledRows(open)
    beginRules(store.writer, 1_000)
    store.writer.run('UPDATE dialled SET confidence = 0')
    expect(store.reader.all('SELECT id FROM dialled WHERE folded = 1')).toEqual([])
    // Rules change with the program: what the one before remembered is gone.
    createEventWriter(store.writer, testGeo, () => start).revise({ first: 1, last: 5 }, judgeMessage)
    expect(dialledRows(open)).toEqual(before)
    expect(store.reader.all('SELECT id FROM dialled WHERE folded = 0 OR confidence = 0')).toEqual([])
    expectExact(open.store)
  })

  it('lets late texts of a great sweep join the number without reading all of them again', () => {
    open = openTestStore(1, () => start)
    const dial = dialler(open)
    for (let at = 0; at < 600; at += 50) dial(Array.from({ length: 50 }, (_, n) => `${at + n}0046850780296`))
    const cores = dialledRows(open).map(({ core }) => core)
    expect(cores.filter((core) => core === '46850780296').length / cores.length).toBeGreaterThan(0.95)
    expectExact(open.store)
  })
})

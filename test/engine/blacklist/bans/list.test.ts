import { afterEach, expect, test } from 'vitest'
import { mostBansListed, mostEndedListed } from '../../../../src/contract/console/bans.ts'
import { expiriesIn } from '../../../../src/engine/blacklist/bans/expiries.ts'
import { countBans, listBans } from '../../../../src/engine/blacklist/bans/list.ts'
import { createReading, type Reading } from '../../../../src/engine/readers/reading.ts'
import type { Reader } from '../../../../src/engine/store/connection.ts'
import { endingBans } from '../../../../src/engine/store/ending-bans.ts'
import { ledgerReader } from '../../../../src/engine/store/ledger-mirror.ts'
import { outboxReader } from '../../../../src/engine/store/outbox.ts'
import { extensionProposed, publishedUntil, recordBans, type BanSteps } from '../../../support/many-bans.ts'
import { place } from '../../../support/readers.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'
import { openMadeUpSystems } from '../../../support/systems.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 2, 1, 12)
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

function reading(bans: readonly BanSteps[]): { ids: readonly string[]; reading: Reading } {
  open = openTestStore(1)
  const { store } = open
  store.writer.run('PRAGMA synchronous = OFF')
  const ids = recordBans(
    store,
    bans.map((steps, at) => ({ address: `11.${at >> 16}.${(at >> 8) & 255}.${at & 255}`, steps })),
  )
  const systems = openMadeUpSystems()
  return { ids, reading: createReading({ place, reader: store.reader, live: {}, systems, now: () => now }) }
}

const many = (count: number, steps: BanSteps): BanSteps[] => Array.from({ length: count }, () => steps)
const revoked: BanSteps = [...publishedUntil(now + hour), ['ban.revoked', { reason: 'a customer' }]]

test('however many bans are newer, what is undecided or on the list is listed first, and the newest of what is over', () => {
  const old = [
    ...many(20, []), // proposed
    ...many(20, [...publishedUntil(now + 200 * hour), extensionProposed]),
    ...many(20, publishedUntil(now + hour)),
    ...many(20, publishedUntil(now + 100 * hour)),
  ]
  const newer = [...many(mostBansListed - 60, publishedUntil(now + 200 * hour)), ...many(mostEndedListed + 9, revoked)]
  const { ids, reading: read } = reading([...old, ...newer])
  const rows = listBans(read, {})
  const listed = new Set(rows.map(({ id }) => id))
  expect(ids.slice(0, 60).every((id) => listed.has(id))).toBe(true)
  // Of those that nothing is to be done about the newest are listed: not the last twenty of the old ones.
  expect(ids.slice(60, 80).some((id) => listed.has(id))).toBe(false)
  const of = (state: string): number => rows.filter((row) => row.state === state).length
  expect([of('proposed'), of('published'), of('revoked')]).toEqual([20, mostBansListed - 20, mostEndedListed])
  expect(countBans(read)).toMatchObject({ proposed: 20, published: mostBansListed, revoked: mostEndedListed + 9 })
  expect(listBans(read, { states: ['revoked'] })).toHaveLength(mostEndedListed)
  expect(endingBans(read.reader, now, now + 2 * hour)).toHaveLength(20)
}, 20_000)

test('a day has all bans that end on it in its zone, however old, and as many as the calendar says', () => {
  // In Sweden the 29th of March 2026 has 23 hours.
  const ends = ['2026-03-28T22:59Z', '2026-03-28T23:00Z', '2026-03-29T21:59Z', '2026-03-29T22:00Z'].map(Date.parse)
  const { ids, reading: read } = reading([...ends.map((end) => publishedUntil(end)), revoked])
  const listed = (zone: string) => listBans(read, { endsOn: { day: '2026-03-29', zone } }).map(({ id }) => id)
  expect(listed('Europe/Stockholm')).toEqual([ids[2], ids[1]])
  expect(listed('UTC')).toEqual([ids[3], ids[2]])
  for (const zone of ['UTC', 'Europe/Stockholm', 'Pacific/Kiritimati', 'America/St_Johns'])
    for (const { day, count } of expiriesIn(zone, read).days)
      expect([zone, day, listBans(read, { endsOn: { day, zone } }).length]).toEqual([zone, day, count])
  expect(() => listed('Nowhere/Land')).toThrow(/no time zone/)
})

test('ten times as many bans are read with as many statements, and each is told in a few hundred characters', () => {
  const asked = (count: number): number => {
    const { reading: read } = reading(many(count, publishedUntil(now + 200 * hour)))
    let statements = 0
    const { reader, ...rest } = read
    const counting: Reader = {
      get: (sql, ...params) => (statements++, reader.get(sql, ...params)),
      all: (sql, ...params) => (statements++, reader.all(sql, ...params)),
    }
    const rows = listBans(
      { ...rest, reader: counting, ledger: ledgerReader(counting), queue: outboxReader(counting) },
      {},
    )
    expect(rows).toHaveLength(count)
    expect(JSON.stringify(rows).length / count).toBeLessThan(700)
    open?.stop()
    open = undefined
    return statements
  }
  expect(asked(200)).toBe(asked(20))
})

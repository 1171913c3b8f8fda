import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writerOf, type Reader, type Writer } from '../../../../src/engine/store/connection.ts'
import { migrate, readMigrations } from '../../../../src/engine/store/migrate.ts'
import { bordersOf, moveBorders } from '../../../../src/engine/store/tallies/borders.ts'
import { cover, type Level, type Stretch } from '../../../../src/engine/store/tallies/cover.ts'
import {
  bounds,
  coverOf,
  rollupRows,
  seeksOf,
  tallyRows,
  tallyRowsOf,
} from '../../../../src/engine/store/tallies/tallies.ts'
import { randomFrom } from '../../../support/sip-events.ts'

interface Message {
  readonly minute: number
  readonly source: number
  readonly kind: number
}

const days = 4
const end = days * 1440
const random = randomFrom(40)
const upTo = (most: number): number => Math.floor(random() * most)
const messages: readonly Message[] = Array.from({ length: 1_500 }, () => ({
  minute: upTo(end),
  source: 1 + upTo(6),
  kind: 1 + upTo(4),
}))

let database: Database.Database
let writer: Writer
beforeEach(() => {
  database = new Database(':memory:')
  migrate(database, readMigrations())
  writer = writerOf(database)
  writer.transaction(() => {
    for (const { minute, source, kind } of messages) {
      for (const [level, at] of Object.entries({
        minute,
        hour: Math.floor(minute / 60),
        day: Math.floor(minute / 1440),
      })) {
        const more = 'VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET messages = messages + 1'
        writer.run(`INSERT INTO tally_${level} (${level}, source, kind, messages) ${more}`, at, source, kind)
        const rolled = 'VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET messages = messages + 1'
        writer.run(`INSERT INTO rollup_${level} (${level}, kind, messages) ${rolled}`, at, kind)
      }
    }
  })
})
afterEach(() => database.close())

interface Sum {
  readonly source: number
  readonly kind: number
  readonly messages: number
}

const recounted = (keep: (message: Message) => boolean, key: (message: Message) => string): Map<string, number> =>
  new Map([...Map.groupBy(messages.filter(keep), key)].map(([name, same]) => [name, same.length]))

const ranges = fc
  .tuple(fc.integer({ min: 0, max: end }), fc.integer({ min: 0, max: end }))
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }))
const levels = fc.constantFrom<Level>('minute', 'hour', 'day')

const inside =
  ({ from, to }: { from: number; to: number }) =>
  ({ minute }: Message): boolean =>
    minute >= from && minute < to

test('sums over the cover of any range equal a recount', () => {
  const reader: Reader = writer
  fc.assert(
    fc.property(ranges, levels, (range, longest) => {
      const at = bounds(cover(range, { longest }))
      const bySource = reader.all<Sum>(
        `SELECT source, kind, sum(messages) AS messages FROM ${tallyRows} GROUP BY source, kind`,
        at,
      )
      const expected = recounted(inside(range), ({ source, kind }) => `${source} ${kind}`)
      expect(new Map(bySource.map((row) => [`${row.source} ${row.kind}`, row.messages]))).toEqual(expected)

      const byKind = reader.all<Sum>(`SELECT kind, sum(messages) AS messages FROM ${rollupRows} GROUP BY kind`, at)
      const rolled = recounted(inside(range), ({ kind }) => String(kind))
      expect(new Map(byKind.map((row) => [String(row.kind), row.messages]))).toEqual(rolled)
    }),
    { numRuns: 60 },
  )
})

test('sums of a few sources equal a recount, and so do those of each hour', () => {
  const reader: Reader = writer
  fc.assert(
    fc.property(ranges, fc.subarray([1, 2, 3, 4, 5, 6]), (range, sources) => {
      const at = { ...bounds(cover(range, { longest: 'hour' })), sources: JSON.stringify(sources) }
      const rows = reader.all<{ hour: number; source: number; messages: number }>(
        `SELECT at / 60 AS hour, source, sum(messages) AS messages FROM ${tallyRowsOf} GROUP BY hour, source`,
        at,
      )
      const expected = recounted(
        (message) => inside(range)(message) && sources.includes(message.source),
        ({ minute, source }) => `${Math.floor(minute / 60)} ${source}`,
      )
      expect(new Map(rows.map((row) => [`${row.hour} ${row.source}`, row.messages]))).toEqual(expected)
    }),
    { numRuns: 60 },
  )
})

test('where minutes and hours were given up, days and hours answer', () => {
  const reader: Reader = writer
  const borders = { event: 0, minute: 3 * 1440, hour: 1440 }
  const total = (): number =>
    reader.get<{ messages: number }>(
      `SELECT sum(messages) AS messages FROM ${tallyRows}`,
      bounds(coverOf(reader, { from: 0, to: end * 60_000 - 1 })),
    )?.messages ?? 0
  expect(total()).toBe(messages.length)
  writer.transaction(() => {
    moveBorders(writer, borders)
    writer.run('DELETE FROM tally_minute WHERE minute < ?', borders.minute)
    writer.run('DELETE FROM tally_hour WHERE hour < ?', borders.hour / 60)
  })
  expect(bordersOf(reader)).toEqual(borders)
  expect(total()).toBe(messages.length)
  expect(coverOf(reader, { from: 60_000, to: 120_000 })).toEqual<Stretch[]>([{ level: 'day', from: 0, to: 1 }])
})

test('borders never move back, and lie on whole days', () => {
  moveBorders(writer, { event: 4320, minute: 2880, hour: 1440 })
  moveBorders(writer, { event: 0, minute: 1440, hour: 0 })
  expect(bordersOf(writer)).toEqual({ event: 4320, minute: 2880, hour: 1440 })
  expect(() => moveBorders(writer, { event: 4320, minute: 2881, hour: 1440 })).toThrow(RangeError)
})

test('a range of ten days is answered by some hundred steps', () => {
  expect(seeksOf(cover({ from: 61, to: 61 + 10 * 1440 }))).toBeLessThan(180)
})

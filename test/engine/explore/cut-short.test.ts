import { afterAll, beforeAll, expect, test } from 'vitest'
import { askRightly } from '../../../src/engine/explore/ask.ts'
import { dialogsPage } from '../../../src/engine/store/query/dialogs.ts'
import { facetsOf } from '../../../src/engine/store/query/facets.ts'
import { histogramOf } from '../../../src/engine/store/query/histogram.ts'
import { messagesPage } from '../../../src/engine/store/query/messages.ts'
import { randomStore } from '../store/query/random-store.ts'

/** Analysts base bans on what they are told: an answer that is not whole has to say so. */
const now = Date.UTC(2026, 2, 30)
let open: ReturnType<typeof randomStore>
beforeAll(() => {
  open = randomStore(5, 2_000, now)
})
afterAll(() => open.stop())

const asked = (filter: string, milliseconds: number) => {
  const reading = { reader: open.store.reader, now: () => now, cancelled: () => false }
  return askRightly(reading, { filter, zone: 'UTC', answers: false }, milliseconds)
}
const sum = (counts: readonly number[]): number => counts.reduce((all, each) => all + each, 0)
const looksAtEach = 'size:>600'

test('a histogram says that it is too low, and from when on it is not', () => {
  const whole = asked(looksAtEach, Infinity)
  const all = histogramOf(whole.run, whole.plan, 100, 'UTC')
  expect([all.complete, all.exactFrom]).toEqual([true, undefined])
  const hurried = asked(looksAtEach, 0)
  const { exactFrom = Infinity, starts, counts, complete } = histogramOf(hurried.run, hurried.plan, 100, 'UTC')
  expect(complete).toBe(false)
  expect(sum(counts)).toBeLessThan(sum(all.counts))
  const from = starts.findIndex((start) => start > exactFrom)
  expect(from).toBeGreaterThan(0)
  expect(sum(counts.slice(from))).toBeGreaterThan(0)
  expect(counts.slice(from)).toEqual(all.counts.slice(from))
})

test('lists of values say of how many matches they are, and where one is missing', () => {
  const whole = asked(looksAtEach, Infinity)
  const all = facetsOf(whole.run, whole.plan)
  expect(all.complete).toBe(true)
  expect(all.lists.some(({ leftOut }) => leftOut)).toBe(false)
  const hurried = asked(looksAtEach, 0)
  const part = facetsOf(hurried.run, hurried.plan)
  expect(part.complete).toBe(false)
  expect(part.counted).toBeLessThan(all.counted)
  expect(part.lists.find(({ field }) => field === 'num')).toEqual({ field: 'num', values: [], more: 0, leftOut: true })
})

test('a page in a hurry forgets no stretch of time behind one in which nothing was', () => {
  const filter =
    '(src:198.51.100.1 size:>100000 at:2026-03-29..2026-03-30) or (method:INVITE at:2026-03-28..2026-03-29)'
  const { run, plan } = asked(filter, 0)
  expect(plan.parts.length).toBeGreaterThan(1)
  expect(messagesPage(run, plan, { limit: 10 }).rows.length).toBeGreaterThan(0)
  expect(dialogsPage(run, plan, { limit: 10 }).rows.length).toBeGreaterThan(0)
})

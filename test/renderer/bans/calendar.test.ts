import { expect, it } from 'vitest'
import { monthsOf } from '../../../src/renderer/views/bans/calendar/calendar.ts'

const end = (day: string, count = 1) => ({ day, count, extensions: 0 })
const daysOf = (month: ReturnType<typeof monthsOf>[number] | undefined) =>
  (month?.weeks ?? []).flat().flatMap((day) => (day ? [day.day] : []))

it('shows the months from today to the last day on which a ban ends, each day once under its weekday', () => {
  const months = monthsOf({ today: '2026-12-30', days: [end('2026-12-31', 3), end('2027-02-28')], total: 4 })
  expect(months.map(({ name }) => name)).toEqual(['December 2026', 'January 2027', 'February 2027'])
  expect(daysOf(months[2])).toEqual(Array.from({ length: 28 }, (_, at) => `2027-02-${String(at + 1).padStart(2, '0')}`))
  // The first of January 2027 is a Friday.
  expect(months[1]?.weeks[0]?.map((day) => day?.number)).toEqual([undefined, undefined, undefined, undefined, 1, 2, 3])
  const busy = months[0]?.weeks.flat().filter((day) => day?.ends)
  expect(busy?.map((day) => [day?.day, day?.ends?.count])).toEqual([['2026-12-31', 3]])
})

it('marks today, and shows its month where nothing ends', () => {
  const [month, ...rest] = monthsOf({ today: '2026-02-28', days: [], total: 0 })
  expect(rest).toEqual([])
  expect(month?.weeks.flat().filter((day) => day?.today)).toMatchObject([{ day: '2026-02-28' }])
})

it('makes no endless calendar of an end that no ledger should hold', () => {
  expect(monthsOf({ today: '2026-02-28', days: [end('2026-03-01'), end('9999-12-31')], total: 2 })).toHaveLength(5)
})

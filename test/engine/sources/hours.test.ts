import { afterEach, expect, test } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { areWholeHours, hoursOfDay } from '../../../src/engine/sources/hours.ts'
import { hoursOf, quartersOf } from '../../../src/engine/store/source-hours.ts'
import { sourceByAddress } from '../../../src/engine/store/sources.ts'
import { moveBorders } from '../../../src/engine/store/tallies/borders.ts'
import { attackTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

/** Over the night in which Sweden's clocks go forward. */
const start = Date.UTC(2026, 2, 27, 5, 10)
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

function storeTraffic() {
  open = openTestStore(2)
  const { store, events, sensors } = open
  const traffic = attackTraffic(12, { sources: 4, start: start * 1000, perSecond: 0.005 }).take(3000)
  const facts = traffic.toArray().map(factsOf)
  for (const [at, sensor] of sensors.entries()) {
    const half = facts.filter((_, index) => index % 2 === at)
    events.store({ sensor, epoch: 'e'.repeat(16), first: 1, events: half })
  }
  const address = facts[0]?.source ?? ''
  const source = sourceByAddress(store.reader, address)?.id ?? 0
  const sentTo = (at: number) =>
    facts.filter((event, index) => index % 2 === at && event.source === address && event.direction === 'in')
  return { store, sensors, source, sentTo }
}

/** By the clock of the zone, message by message. */
function recounted(times: readonly number[], timeZone: string): number[] {
  const hours = new Array<number>(24).fill(0)
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone })
  for (const time of times) hours[Number(format.format(time / 1000))]! += 1
  return hours
}

test.each([
  { zone: 'Europe/Stockholm', whole: true },
  { zone: 'UTC', whole: true },
  { zone: 'Asia/Kolkata', whole: false },
  { zone: 'Asia/Kathmandu', whole: false },
])('hours of the day in $zone equal a recount of the events', ({ zone, whole }) => {
  const { store, sensors, source, sentTo } = storeTraffic()
  const hours = hoursOf(store.reader, source)
  expect(areWholeHours(hours, zone)).toBe(whole)
  const counts = whole ? hours : quartersOf(store.reader, source)
  for (const [at, sensor] of sensors.entries()) {
    const ours = counts.filter((count) => count.sensor === sensor)
    const times = sentTo(at).map(({ time }) => time)
    expect(times.length).toBeGreaterThan(100)
    expect(hoursOfDay(ours, zone)).toEqual(recounted(times, zone))
  }
})

test('where minutes were given up, hours are all there is', () => {
  const { store, source, sentTo } = storeTraffic()
  const { writer, reader } = store
  const border = Math.ceil(start / 86_400_000) * 1440
  writer.transaction(() => {
    moveBorders(writer, { event: border, minute: border, hour: 0 })
    writer.run('DELETE FROM tally_minute WHERE minute < ?', border)
  })
  const quarters = quartersOf(reader, source)
  const before = quarters.filter(({ quarter }) => quarter < border / 15)
  expect(before.length).toBeGreaterThan(0)
  expect(before.every(({ quarter }) => quarter % 4 === 0)).toBe(true)
  expect(quarters.reduce((sum, { messages }) => sum + messages, 0)).toBe(sentTo(0).length + sentTo(1).length)
})

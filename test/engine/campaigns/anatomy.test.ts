import { afterEach, expect, test } from 'vitest'
import { anatomyOf } from '../../../src/engine/campaigns/anatomy.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { sourcesByAddress } from '../../../src/engine/store/sources.ts'
import { attackTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1, 22, 20)
const members = ['198.51.0.1', '198.51.0.2', '203.0.113.9']
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

function anatomyOfTraffic(perSecond: number, zone: string) {
  open = openTestStore(1)
  const { store, events, sensors } = open
  const sensor = sensors[0] ?? 0
  store.writer.run('UPDATE sensor SET zone = ? WHERE id = ?', zone, sensor)
  const traffic = attackTraffic(3, { sources: 6, start: start * 1000, perSecond }).take(800)
  const facts = traffic.toArray().map(factsOf)
  events.store({ sensor, epoch: 'e'.repeat(16), first: 1, events: facts })
  const sent = facts.filter(({ source, direction }) => direction === 'in' && members.includes(source))
  return { sent, anatomy: anatomyOf(store.reader, sourcesByAddress(store.reader, members)) }
}

test.each([
  { name: 'two hours, by the minute', perSecond: 0.12, zone: 'Europe/Berlin', step: 60_000 },
  { name: 'eleven days, by the hour', perSecond: 0.0008, zone: 'Asia/Kolkata', step: 3_600_000 },
  { name: 'forty days, by several hours', perSecond: 0.0001, zone: 'America/St_Johns', step: 2 * 3_600_000 },
])('the anatomy of a campaign of $name equals a recount of its events', ({ perSecond, zone, step }) => {
  const { sent, anatomy } = anatomyOfTraffic(perSecond, zone)
  expect(anatomy).toMatchObject({ counted: 2, seen: 2 })
  const { timeline } = anatomy
  expect(timeline.step).toBe(step)
  const counts = timeline.counts.map(() => 0)
  const hours = new Array<number>(24).fill(0)
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone })
  for (const { time } of sent) {
    counts[Math.floor((time / 1000 - timeline.from) / step)]! += 1
    hours[Number(clock.format(time / 1000))]! += 1
  }
  expect(timeline.counts).toEqual(counts)
  expect(anatomy.sensors.map((row) => row.hours)).toEqual([hours])
  expect(anatomy.tools.reduce((sum, { messages }) => sum + messages, 0)).toBe(sent.length)
})

test('the time to the first INVITE is that of each source, fastest and median', () => {
  const { sent, anatomy } = anatomyOfTraffic(0.12, 'UTC')
  const times = [...Map.groupBy(sent, ({ source }) => source).values()].flatMap((own) => {
    const first = Math.min(...own.map(({ time }) => time))
    const invites = own.filter(({ method }) => method === 'INVITE').map(({ time }) => time)
    return invites.length === 0 ? [] : [(Math.min(...invites) - first) / 1000]
  })
  times.sort((a, b) => a - b)
  expect(times.length).toBeGreaterThan(0)
  const median = times[Math.floor((times.length - 1) / 2)]
  expect(anatomy.invites).toEqual({ sources: times.length, fastest: times[0], median })
})

test('a campaign of which nothing was seen has an empty anatomy', () => {
  open = openTestStore(1)
  const { timeline, ...rest } = anatomyOf(open.store.reader, [])
  expect(timeline.counts).toEqual([])
  expect(rest).toEqual({ counted: 0, seen: 0, sensors: [], tools: [] })
})

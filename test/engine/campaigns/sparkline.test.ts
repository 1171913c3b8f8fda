import { afterEach, expect, test } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { campaignSparkline, campaignTotals } from '../../../src/engine/store/campaigns.ts'
import { storedCampaign } from '../../support/campaign.ts'
import { attackTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1, 3, 20)
const hour = 3_600_000
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

test('a campaign shows the messages of each of its last 48 hours, quiet ones included', () => {
  open = openTestStore(1)
  const { store, events, sensors } = open
  const traffic = attackTraffic(3, { sources: 6, start: start * 1000, perSecond: 0.0008 }).take(800)
  const facts = traffic.toArray().map(factsOf)
  events.store({ sensor: sensors[0] ?? 0, epoch: 'e'.repeat(16), first: 1, events: facts })
  const members = ['198.51.0.1', '198.51.0.2', '203.0.113.9']
  const id = storedCampaign(store.writer, 'Two of six', members, start)

  const sent = facts.filter(({ source, direction }) => direction === 'in' && members.includes(source))
  const times = sent.map(({ time }) => Math.floor(time / 1000 / hour))
  const last = Math.max(...times)
  const expected = Array.from({ length: 48 }, (_, at) => times.filter((time) => time === last - 47 + at).length)
  expect(campaignSparkline(store.reader, id)).toEqual(expected)
  expect(expected).toContain(0)
  expect(campaignTotals(store.reader, id)).toMatchObject({ sources: 3, messages: sent.length })
})

test('nothing seen of a campaign is no line', () => {
  open = openTestStore(1)
  const { store } = open
  const id = storedCampaign(store.writer, 'Named before it came', ['203.0.113.9'], start)
  expect(campaignSparkline(store.reader, id)).toEqual([])
})

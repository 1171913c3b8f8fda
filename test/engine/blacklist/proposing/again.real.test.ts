import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BanRow } from '../../../../src/contract/console/bans.ts'
import { startScriptedSensor, type ScriptedSensor } from '../../../support/scripted-sensor.ts'
import { connected, request, startTriage, type Triage } from '../../../support/triage.ts'
import { until } from '../../../support/until.ts'

const hour = 3_600_000
const before = (Date.now() - 10 * hour) * 1000
const [returning, gone] = ['198.51.100.7', '198.51.100.8']
let open: Triage
let sensor: ScriptedSensor

beforeAll(async () => {
  open = await startTriage(
    [returning, gone].map((source) => request({ source, at: before })),
    { feed: { holdSeconds: 0 } },
  )
  sensor = await startScriptedSensor()
  await connected(open.client)
})
afterAll(async () => {
  await open.stop()
  await sensor.close()
})

async function publish(address: string): Promise<string> {
  const { client } = open
  const { id } = await client.call('ban.propose', { address, reason: 'toll fraud', duration: hour })
  await client.call('ban.approve', { id })
  await until('it is published', async () => (await ban(id)).state === 'published')
  return id
}
const ban = (id: string): Promise<BanRow> => open.client.call('ban.get', { id })

test('a ban in its last day whose address attacks again gets more time proposed, once, until somebody says no', async () => {
  const { client } = open
  const [first, other] = [await publish(returning), await publish(gone)]
  await client.call('sensor.add', { url: sensor.url, token: 'x'.repeat(16) })
  const at = Date.now() * 1000 + 1_000_000
  sensor.events = [0, 1, 2].map((step) =>
    request({ source: returning, at: at + step * 1000, user: `00${step}46850780296` }),
  )
  const extended = await until('more time is proposed', async () => {
    const row = await ban(first)
    return row.extension && row
  })
  expect(extended).toMatchObject({ state: 'published', extension: { automatic: true, duration: 7 * 24 * hour } })
  expect(extended.extension?.reason).toMatch(
    /^It attacked again after it was published: [123] messages?, the last at 20/,
  )
  expect(extended.extension?.evidence.length).toBeGreaterThan(0)
  expect(extended.extension?.evidence.every(({ time }) => time > (extended.publishedAt ?? 0))).toBe(true)
  expect((await ban(other)).extension).toBeUndefined()
  expect((await client.call('bans.again', {})).again).toEqual([])
  // A person decides; the watch takes a no for an answer.
  await client.call('ban.rejectExtension', { id: first, reason: 'let it end' })
  await until('it is rejected', async () => (await ban(first)).extension === undefined)
  expect((await client.call('bans.again', {})).again).toEqual([])
})

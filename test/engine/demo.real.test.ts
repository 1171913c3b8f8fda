import { afterEach, expect, test } from 'vitest'
import { startTestEngine, type TestEngine } from '../support/engine.ts'
import { until } from '../support/until.ts'

let running: TestEngine | undefined
afterEach(() => running?.stop())

test('the demo fills a workspace of its own, and stopping it leads back to an untouched one', async () => {
  running = await startTestEngine()
  const { client } = running
  await client.call('demo.start', {})
  expect(await client.call('app.info', {})).toMatchObject({ workspace: 'demo' })
  await until('five sensors are live', async () => {
    const sensors = await client.call('sensors.list', {})
    return sensors.length === 5 && sensors.every(({ state }) => state === 'live')
  })
  await until('attacks arrive', async () => (await client.call('app.info', {})).store.events > 100)
  expect(await client.call('app.info', {})).toMatchObject({ demo: 'running', empty: false })
  await client.call('demo.stop', {})
  expect(await client.call('app.info', {})).toMatchObject({ workspace: 'main', demo: 'off', empty: true })
})

import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createEngine } from '../../src/engine/engine.ts'
import { engineOptions, startTestEngine, type TestEngine } from '../support/engine.ts'

let running: TestEngine | undefined
afterEach(() => running?.stop())

test('a fresh data folder opens empty, in order and closed to other users', async () => {
  running = await startTestEngine()
  const info = await running.client.call('app.info', {})
  expect(info).toMatchObject({ host: 'test', workspace: 'main', demo: 'off', empty: true })
  expect(info.store).toMatchObject({ state: 'ok', events: 0 })
  expect(info.geo.date).toMatch(/^\d{4}-\d\d-\d\d$/)
  expect(statSync(running.directory).mode & 0o777).toBe(0o700)
  for (const file of ['console.db', 'console.lock', 'identity.key']) {
    expect(statSync(join(running.directory, file)).mode & 0o777, file).toBe(0o600)
  }
})

test('a second console on the same folder is refused in words, and may open it once the first has closed', async () => {
  running = await startTestEngine()
  const options = engineOptions(running.directory)
  await expect(createEngine(options)).rejects.toThrow(/another console is already using/)
  await running.engine.close()
  const second = await createEngine(options)
  await second.close()
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { startScriptedSensor } from '../../support/scripted-sensor.ts'
import { randomFrom, takeTraffic } from '../../support/sip-events.ts'
import { until } from '../../support/until.ts'
import { recount } from '../../support/recount.ts'

test('twenty kills at random moments lose nothing that was acknowledged and store nothing twice', async () => {
  const [directory, remove] = temporaryDirectory()
  const sensor = await startScriptedSensor()
  // Recent, so that the per-second rollup keeps all of it and can be recounted too.
  sensor.events = takeTraffic(20_000, 11, (Date.now() - 3_000_000) * 1000)
  const random = randomFrom(20)
  const stored = (): number => {
    const store = openStore({ directory })
    const count = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0
    store.close()
    return count
  }
  try {
    for (let round = 0; round < 20; round += 1) {
      const before = sensor.acked
      const child = spawn(process.execPath, [
        join(import.meta.dirname, 'ingest-child.ts'),
        directory,
        sensor.url,
        'x'.repeat(16),
      ])
      await until('something new is acknowledged', () => sensor.acked > before || sensor.acked === sensor.events.length)
      await sleep(random() * 60)
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await sleep(20)
      expect(stored()).toBeGreaterThanOrEqual(sensor.acked)
    }
    const last = spawn(process.execPath, [
      join(import.meta.dirname, 'ingest-child.ts'),
      directory,
      sensor.url,
      'x'.repeat(16),
    ])
    await until('all is acknowledged', () => sensor.acked === sensor.events.length, 120)
    const gone = once(last, 'exit')
    last.kill('SIGKILL')
    await gone
    expect(stored()).toBe(sensor.events.length)
    const store = openStore({ directory })
    const { kept, counted } = recount(store)
    expect(kept).toEqual(counted)
    store.close()
  } finally {
    await sensor.close()
    remove()
  }
}, 900_000)

import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { startLinks } from '../../../src/engine/links/links.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { startScriptedSensor } from '../../support/scripted-sensor.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { testGeo } from '../../support/store.ts'
import { until } from '../../support/until.ts'
import { recount } from '../../support/recount.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** A file system of its own with little room; `undefined` where only root may make one and we are not root. */
function smallDisk(megabytes: number): string | undefined {
  const [path, remove] = temporaryDirectory()
  stops.push(remove)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', path], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  stops.push(() => execFileSync('umount', [path]))
  return path
}

test('on a full disk nothing is acknowledged that is not stored, and all goes on by itself when there is room', async (context) => {
  const directory = smallDisk(64)
  if (directory === undefined) return context.skip('mounting a small disk needs root')
  const ballast = join(directory, 'ballast')
  writeFileSync(ballast, Buffer.alloc(62 * 1024 * 1024))
  const health: (string | undefined)[] = []
  const store = openStore({ directory, onHealth: (error) => health.push(error) })
  const [changes, tail, now] = [createChanges(), createTail(), Date.now] as const
  const ingest = createIngest({ store, geo: testGeo, changes, tail, now })
  const sensor = await startScriptedSensor()
  sensor.events = takeTraffic(5_000, 31, (Date.now() - 600_000) * 1000)
  const links = startLinks({ store, ingest, changes, log: pino({ level: 'silent' }), now })
  stops.push(
    () => store.close(),
    () => ingest.close(),
    () => sensor.close(),
    () => links.close(),
  )

  links.add(sensor.url, 'x'.repeat(16))
  await until('the disk is full', () => store.health.error)
  expect(store.health.error).toBe('no space left on the disk')
  const stored = (): number => store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0
  expect(sensor.acked).toBeLessThanOrEqual(stored())
  await until('what is stored is acknowledged', () => sensor.acked === stored())
  expect(sensor.acked).toBeLessThan(5_000)

  rmSync(ballast)
  await until('all is acknowledged', () => sensor.acked === 5_000)
  expect(stored()).toBe(5_000)
  expect(store.health.error).toBeUndefined()
  expect(health).toEqual(['no space left on the disk', undefined])
  const { kept, counted } = recount(store)
  expect(kept).toEqual(counted)
})

import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { OpeningStep } from '../../../src/contract/console/opening.ts'
import { lockFolder } from '../../../src/engine/store/lock.ts'
import { readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { needsPreparing, prepareStore } from '../../../src/engine/store/prepare.ts'
import { temporaryDirectory } from '../../support/engine.ts'

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

function folder(formats?: number): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  if (formats !== undefined) openStore({ directory, migrations: readMigrations().slice(0, formats) }).close()
  return directory
}
const database = (directory: string): string => join(directory, 'console.db')
const latest = readMigrations().length

test('only what may take long is done in front: an older format, a long log, a large file', () => {
  expect(needsPreparing(folder())).toBe(false)
  expect(needsPreparing(folder(latest))).toBe(false)
  expect(needsPreparing(folder(1))).toBe(true)
  const torn = folder(latest)
  writeFileSync(`${database(torn)}-wal`, '')
  expect(needsPreparing(torn)).toBe(false)
  truncateSync(`${database(torn)}-wal`, 100 * 1024 * 1024)
  expect(needsPreparing(torn)).toBe(true)
  const large = folder(latest)
  truncateSync(database(large), 100 * 1024 * 1024)
  expect(needsPreparing(large)).toBe(true)
  truncateSync(database(large), 512 * 1024 * 1024)
  expect(needsPreparing(large)).toBe(false)
})

test('an older database is checked and upgraded, and nothing of that is done again', async () => {
  const directory = folder(2)
  const steps: OpeningStep[] = []
  expect(await prepareStore(directory, (step) => steps.push(step))).toEqual({})
  const upgrades = steps.flatMap((step) => (step.work === 'upgrade' ? [step] : []))
  expect(upgrades[0]).toEqual({ work: 'upgrade', from: 2, to: latest, at: 2, part: 'tables', share: 0 })
  expect(upgrades.at(-1)).toMatchObject({ at: latest - 1 })
  expect([steps[0]?.work, steps.at(-1)?.work]).toEqual(['check', 'finish'])
  expect(needsPreparing(directory)).toBe(false)
  const again: OpeningStep[] = []
  openStore({ directory, prepared: {}, onStep: (step) => again.push(step) }).close()
  expect(again).toEqual([])
})

test('stopped at any step, a database is in the format of that step, and goes on from there', async () => {
  const directory = folder(1)
  const formats: number[] = []
  for (let at = 1; at < latest; at += 1) {
    const stop = (step: OpeningStep): void => {
      if (step.work !== 'upgrade') return
      formats.push(step.from)
      if (step.at === at && step.part !== 'tables') throw new Error('enough')
    }
    await prepareStore(directory, stop).catch(() => undefined)
  }
  await prepareStore(directory, () => undefined)
  expect(formats).toEqual([...formats].sort((a, b) => a - b))
  expect(needsPreparing(directory)).toBe(false)
})

test('what is found wrong is told to whoever opens the folder', async () => {
  const directory = folder(latest)
  const file = openSync(database(directory), 'r+')
  writeSync(file, Buffer.alloc(4096, 0x55), 0, 4096, 4096 * 3)
  closeSync(file)
  const prepared = await prepareStore(directory, () => undefined)
  expect(prepared.found).toBeTypeOf('string')
  const store = openStore({ directory, prepared })
  expect(store.health.lasting).toContain(prepared.found)
  store.close()
})

test('what keeps a folder from being opened is told with its reason', async () => {
  const directory = folder(1)
  const unlock = lockFolder(directory)
  await expect(prepareStore(directory, () => undefined)).rejects.toMatchObject({ reason: 'in-use' })
  unlock()
  const migrations = [...readMigrations(), { version: latest + 1, name: 'x', sql: '' }]
  openStore({ directory, migrations }).close()
  await expect(prepareStore(directory, () => undefined)).rejects.toMatchObject({ reason: 'newer' })
  writeFileSync(join(directory, 'console.db.restoring'), '')
  await expect(prepareStore(directory, () => undefined)).rejects.toMatchObject({ reason: 'unfinished-restore' })
})

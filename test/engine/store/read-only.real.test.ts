import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createEngine } from '../../../src/engine/engine.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../support/engine.ts'
import { startScriptedSensor } from '../../support/scripted-sensor.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore } from '../../support/store.ts'
import { until } from '../../support/until.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

function folder(): string {
  const [path, remove] = temporaryDirectory()
  stops.push(remove)
  return path
}

/** As on read-only media; nobody, root included, can write there until the test ends. */
function makeReadOnly(path: string): void {
  execFileSync('mount', ['--bind', path, path], { stdio: 'ignore' })
  // Lazily: SQLite closes a file only once nobody in this process holds a lock on it.
  stops.push(() => execFileSync('umount', ['--lazy', path]))
  execFileSync('mount', ['-o', 'remount,bind,ro', path], { stdio: 'ignore' })
}

let mayMount = true
beforeAll(async () => {
  try {
    makeReadOnly(folder())
  } catch {
    mayMount = false
  }
  for (const stop of stops.splice(0).reverse()) await stop()
})

const copiesLeft = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('honeynet-console-'))

test('a console on a read-only folder shows what is stored, says that it stores nothing, and refuses changes', async (context) => {
  if (!mayMount) return context.skip('mounting read-only needs root')
  const directory = folder()
  const sensor = await startScriptedSensor()
  stops.push(() => sensor.close())
  sensor.events = takeTraffic(60)
  const before = await createEngine(engineOptions(directory))
  await attachClient(before).call('sensor.add', { url: sensor.url, token: 'x'.repeat(20) })
  await until('all is acknowledged', () => sensor.acked === 60)
  await before.close()
  mkdirSync(join(directory, 'exports'), { recursive: true })
  writeFileSync(join(directory, 'exports', '1'), 'left behind by a console that was killed')

  const copies = copiesLeft()
  makeReadOnly(directory)
  const engine = await createEngine(engineOptions(directory))
  stops.push(() => engine.close())
  const client = attachClient(engine)
  const { store } = await client.call('app.info', {})
  expect(store).toMatchObject({ state: 'read-only', error: 'the data folder is read-only', events: 60 })
  expect((await client.call('sources.page', {})).rows.length).toBeGreaterThan(5)
  const url = 'ws://127.0.0.1:1/'
  await expect(client.call('sensor.add', { url, token: 'x'.repeat(20) })).rejects.toMatchObject({ code: 'read-only' })
  await expect(client.call('sensor.remove', { id: 1 })).rejects.toMatchObject({ code: 'read-only' })
  const row = await until('the link says why it is down', async () => {
    const [first] = await client.call('sensors.list', {})
    return first?.state === 'down' && first
  })
  expect(row.error).toMatch(/read-only/)

  const query = { filter: '', zone: 'UTC', answers: true }
  const { id } = await client.call('export.start', { query, tab: 'messages', format: 'jsonl' })
  const file = await until('it is written', async () => {
    const found = await client.call('export.get', { id })
    return found.state !== 'running' && found
  })
  expect(file).toMatchObject({ state: 'done', rows: 60 })
  expect(await client.call('export.piece', { id, offset: 0 })).toHaveLength(file.bytes)
  await engine.close()
  expect(copiesLeft()).toEqual(copies)
})

test('a folder that only commands made has no key of an analyst: one is made for the time being, and kept nowhere', async (context) => {
  if (!mayMount) return context.skip('mounting read-only needs root')
  const directory = folder()
  openStore({ directory }).close()
  makeReadOnly(directory)
  const engine = await createEngine(engineOptions(directory))
  stops.push(() => engine.close())
  const { analyst, store } = await attachClient(engine).call('app.info', {})
  expect(analyst.fingerprint).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4})+$/)
  expect(store).toMatchObject({ state: 'read-only', error: 'the data folder is read-only' })
  expect(readdirSync(directory)).not.toContain('identity.key')
})

test('what a killed console had not yet written back is seen too, and the copy that was read goes away', (context) => {
  if (!mayMount) return context.skip('mounting read-only needs root')
  const open = openTestStore(1)
  stops.push(() => open.stop())
  open.events.store({ sensor: 1, epoch: 'a'.repeat(16), first: 1, events: takeTraffic(40).map(factsOf) })
  const directory = folder()
  for (const name of ['console.db', 'console.db-wal'])
    copyFileSync(join(open.store.path, '..', name), join(directory, name))
  makeReadOnly(directory)

  const copies = copiesLeft()
  const store = openStore({ directory })
  expect(store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n).toBe(40)
  expect(() => store.writer.run('DELETE FROM event')).toThrow(/readonly/)
  expect(store.health.guard(() => 'a write that needed none')).toBeTypeOf('string')
  expect(store.health.error).toBe('the data folder is read-only')
  store.close()
  expect(copiesLeft()).toEqual(copies)
})

test.for<[string, (directory: string) => void, RegExp]>([
  ['an empty folder', () => undefined, /no permission to write there/],
  ['a folder in use', (directory: string) => holdOpen(directory), /already using/],
  ['an older format', (directory: string) => olderFormat(directory), /read-only, and its format is an older one/],
])('%s is refused in words', ([, fill, words], context) => {
  if (!mayMount) return context.skip('mounting read-only needs root')
  const directory = folder()
  fill(directory)
  makeReadOnly(directory)
  expect(() => openStore({ directory })).toThrow(words)
})

function holdOpen(directory: string): void {
  const store = openStore({ directory })
  stops.push(() => store.close())
}

function olderFormat(directory: string): void {
  openStore({ directory, migrations: readMigrations().slice(0, 1) }).close()
}

import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Gap } from '../../src/contract/console/live.ts'
import type { HealthReport } from '../../src/sensor/health/report.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { recount } from '../support/recount.ts'
import { startConsole } from '../support/console-process.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { runFeed } from '../support/feed-process.ts'
import { openingOf } from '../support/opening.ts'
import { connectConsole } from '../support/rpc-client.ts'
import { until } from '../support/until.ts'
import { isAlive } from './processes.ts'
import { startSipLoad } from './sip-load.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'
import { readLedger, readStore } from './stored.ts'
import { startSystem, type System } from './system.ts'

/** Every part has a disk of its own that a test fills up; the processes must be the same ones in the end. */
let system: System
let pids: readonly number[]
const disks: SmallDisk[] = []
const [directory, remove] = temporaryDirectory()
const day = 86_400_000
const reason = 'Dials through every prefix'

const sensorDisk = (): SmallDisk => disks[0]!
const storeDisk = (): SmallDisk => disks[1]!
const feedDisk = (): SmallDisk => disks[2]!

beforeAll(async () => {
  for (const [path, megabytes] of [
    ['sensor', 8],
    ['console', 48],
    ['console/feed', 8],
  ] as const) {
    const disk = mountSmallDisk(join(directory, path), megabytes)
    if (disk === undefined) return
    disks.push(disk)
  }
  const answers = { perSourcePerSecond: 100_000, totalPerSecond: 1_000_000 }
  system = await startSystem(directory, { sensor: { answers } })
  pids = [system.sensor.pid, system.console.pid, await system.feedPid()]
  await connected()
})

afterEach(() => disks.forEach((disk) => disk.free()))
afterAll(async () => {
  if (disks.length === 3) await system.stop()
  for (const disk of disks.toReversed()) disk.unmount()
  remove()
})

const feedStatus = () => system.client.call('feed.status', {})
const connected = () => until('the console follows its feed', async () => (await feedStatus()).state === 'connected')
const propose = (address: string) =>
  system.client.call('ban.propose', { address, reason, duration: day, confirmation: address })
const health = async (): Promise<HealthReport & { status: string }> =>
  (await (await fetch(`${system.sensor.health}/healthz`)).json()) as HealthReport & { status: string }
const storedAll = () => until('the console has stored all', async () => (await health()).spoolWaiting === 0)

test('the store: reading goes on, every write says why not, nothing is acknowledged, all comes in later', async ({
  skip,
}) => {
  if (disks.length < 3) return skip('mounting small disks needs root')
  const { client, sensor } = system
  const load = await startSipLoad(sensor.port('udp'), 300, 'store')
  const before = await propose('11.1.0.1')
  const store = async () => (await client.call('app.info', {})).store
  await until('something is stored', async () => (await store()).events > 100)
  storeDisk().fill()
  expect(await until('the console knows', async () => ((await store()).error ? store() : undefined))).toMatchObject({
    state: 'read-only',
    error: 'no space left on the disk',
  })
  const saved = { code: 'read-only', message: 'nothing was saved: no space left on the disk' }
  await expect(propose('11.1.0.2')).rejects.toMatchObject(saved)
  await expect(client.call('ban.approve', { id: before.id })).rejects.toMatchObject(saved)
  await expect(client.call('whitelist.add', { value: '12.1.0.2', reason, duration: day })).rejects.toMatchObject(saved)
  await expect(client.call('campaign.create', { name: 'Full', note: '', sources: [] })).rejects.toMatchObject(saved)
  const elsewhere = { url: 'ws://127.0.0.1:9/', token: 'x'.repeat(16) }
  await expect(client.call('sensor.add', elsewhere)).rejects.toMatchObject(saved)
  expect((await client.call('sources.page', {})).rows.length).toBeGreaterThan(0)
  await until('events wait at the sensor', async () => (await health()).spoolWaiting > 300)
  storeDisk().free()
  await load.stop()
  await storedAll()
  expect(await store()).toMatchObject({ state: 'ok' })
  await client.call('ban.approve', { id: before.id })
  await propose('11.1.0.2')
  await until('the feed has recorded it', async () => (await feedStatus()).waiting === 0)
  const { received, missing, lost } = readStore(system.data)
  expect([...load.answered].filter((callId) => received.get(callId)?.length !== 1)).toEqual([])
  expect({ missing, lost }).toEqual({ missing: 0, lost: 0 })
})

test('the feed: an action waits in the outbox, the list is still served, and it is recorded by itself later', async ({
  skip,
}) => {
  if (disks.length < 3) return skip('mounting small disks needs root')
  const { client } = system
  const { url } = await client.call('feed.addSubscriber', { name: 'PBX' })
  const { id } = await propose('11.2.1.1')
  await client.call('ban.approve', { id })
  await until('it is published', async () => (await fetch(`${url}/1`)).status === 200)
  feedDisk().fill()
  const asked: string[] = []
  // What fits into the rest of an open page is still taken.
  await until('the feed cannot record any more', async () => {
    const address = `11.2.0.${asked.length + 1}`
    asked.push(address)
    return (await propose(address)).queued
  })
  expect((await feedStatus()).waiting).toBeGreaterThan(0)
  expect((await fetch(`${url}/1`)).status).toBe(200)
  await expect(client.call('feed.addSubscriber', { name: 'Another' })).rejects.toMatchObject({ code: 'unavailable' })
  feedDisk().free()
  await until('what waited is recorded', async () => (await feedStatus()).waiting === 0)
  const proposed = readLedger(system.data).flatMap(({ intent }) => {
    return intent.kind === 'ban.proposed' && intent.body.address.startsWith('11.2.0.') ? [intent.body.address] : []
  })
  expect(proposed).toEqual(asked)
})

test.for([0, 8, 24, 40, 56])(
  'the ledger’s copy: with %i kB left an action is saved or not, never something between',
  async (kilobytes, { skip }) => {
    if (disks.length < 3) return skip('mounting small disks needs root')
    storeDisk().fill(kilobytes * 1024)
    const outcomes: string[] = []
    while (outcomes.at(-1) !== 'not saved' && outcomes.length < 200) {
      const outcome = propose(`11.3.${kilobytes}.${outcomes.length + 1}`)
      outcomes.push(await outcome.then(() => 'saved', wordsOf))
    }
    expect(outcomes).toEqual([...outcomes.slice(1).map(() => 'saved'), 'not saved'])
    storeDisk().free()
    const settled = async () => {
      const { state, waiting, ledger } = await feedStatus()
      return state === 'connected' && waiting === 0 && ledger.records === readLedger(system.data).length
    }
    await until('the copy has caught up', settled)
    const bans = await system.client.call('bans.list', {})
    expect(bans.filter(({ address }) => address.startsWith(`11.3.${kilobytes}.`)).length).toBe(outcomes.length - 1)
  },
)

const wordsOf = (error: unknown): string =>
  String(error) === 'RpcError: nothing was saved: no space left on the disk' ? 'not saved' : String(error)

test('the spool and the store at once: the sensor answers on, the console shows why, and one free disk frees both', async ({
  skip,
}) => {
  if (disks.length < 3) return skip('mounting small disks needs root')
  const { client, sensor } = system
  await storedAll()
  // A console that acknowledges lets the sensor delete what it holds, so that its disk is never full for long.
  storeDisk().fill()
  sensorDisk().fill()
  const load = await startSipLoad(sensor.port('udp'), 200, 'full')
  const shown = async () => (await client.call('sensors.list', {})).find(({ id }) => id === 1)
  await until('the console shows it', async () => (await shown())?.counters?.spoolError?.includes('ENOSPC'))
  expect((await health()).status).toBe('spool')
  const answered = load.answered.size
  await until('it answers on', () => load.answered.size > answered + 100)
  storeDisk().free()
  const isGap = ({ reason, lost = 0 }: Gap): boolean => reason === 'disk' && lost > 0
  await until('the gap is recorded', async () => (await shown())?.gaps.some(isGap))
  await until('the sensor is well again', async () => (await health()).status === 'ok')
  await load.stop()
  await storedAll()
  expect(readStore(system.data).missing).toBe(0)
})

test('all went on in the same processes, and what they hold agrees', async ({ skip }) => {
  if (disks.length < 3) return skip('mounting small disks needs root')
  expect(pids.filter((pid) => !isAlive(pid))).toEqual([])
  expect(await system.feedPid()).toBe(pids[2])
  await system.stop()
  const store = openStore({ directory: system.data })
  const { kept, counted } = recount(store)
  store.close()
  expect(kept).toEqual(counted)
  expect((await runFeed('--config', join(system.data, 'feed', 'feed.yaml'), '--verify')).code).toBe(0)
})

test('a console that finds its disk full at the start says so in words and leaves the data alone', async ({ skip }) => {
  if (disks.length < 3) return skip('mounting small disks needs root')
  storeDisk().fill()
  const started = await startConsole(['--port', '0', '--data', system.data])
  const client = await connectConsole(started.url)
  const { words, reason } = await openingOf(client, 'failed')
  expect([words, reason]).toEqual([
    expect.stringMatching(/cannot use the data folder .*: no space left on the disk/),
    'full',
  ])
  expect(started.log()).toContain(words)
  storeDisk().free()
  await client.call('opening.retry', {})
  await openingOf(client, 'open')
  await started.stop()
})

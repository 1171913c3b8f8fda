import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { Job } from '../../src/contract/console/jobs.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { verifyBlocks } from '../../src/engine/store/raw/verify.ts'
import { verifyStore } from '../../src/engine/store/verify/verify.ts'
import { atEnd, fill, filledFolder } from '../engine/data/filled-folder.ts'
import { keep } from '../engine/data/keeper.ts'
import { startConsole, type ConsoleProcess } from '../support/console-process.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { connectConsole } from '../support/rpc-client.ts'
import { takeTraffic } from '../support/sip-events.ts'
import { openingOf } from '../support/opening.ts'
import { until } from '../support/until.ts'
import { mountSmallDisk } from './small-disk.ts'

const retention = { raw: 3, events: 5, rollups: 3, entities: 7, budget: null }

async function consoleOn(data: string): Promise<{ process: ConsoleProcess; client: ConsoleClient }> {
  const process = await startConsole(['--port', '0', '--data', data])
  atEnd(() => process.stop())
  return { process, client: await connectConsole(process.url) }
}

const jobOf = async (client: ConsoleClient, { job }: { readonly job: number }): Promise<Job | undefined> =>
  (await client.call('jobs.list', {})).find(({ id }) => id === job)
const ended = (client: ConsoleClient, begun: { readonly job: number }): Promise<Job> =>
  until('the job has ended', async () => {
    const job = await jobOf(client, begun)
    return job?.state === 'running' ? undefined : job
  })

async function expectInOrder(directory: string): Promise<void> {
  const store = openStore({ directory })
  expect(await verifyStore(store.reader)).toEqual([])
  expect(await verifyBlocks(store.reader, { signal: new AbortController().signal })).toMatchObject({ damaged: 0 })
  store.close()
}

test('a second console on one data folder says who is there, the first goes on, and when it ends the other has it', async () => {
  const data = filledFolder(20)
  const first = await consoleOn(data)
  const second = await consoleOn(data)
  const words = /another console is already using .*; close it or choose another data folder/
  expect(second.process.log()).toMatch(words)
  await expect(second.client.call('app.info', {})).rejects.toThrow(words)
  expect(await openingOf(second.client, 'failed')).toMatchObject({ reason: 'in-use' })
  expect(await first.client.call('data.status', {})).toMatchObject({ events: 120 })
  await first.client.call('campaign.create', { name: 'Still here', note: '', sources: [] })
  await first.process.stop()
  await second.client.call('opening.retry', {})
  await openingOf(second.client, 'open')
  expect(await second.client.call('campaigns.list', {})).toMatchObject([{ name: 'Still here' }])
})

test('killed while it deletes, it goes on where it was, and nothing else is gone', async () => {
  const data = filledFolder(900)
  const first = await consoleOn(data)
  await first.client.call('retention.set', { retention })
  const preview = await first.client.call('retention.preview', { retention })
  const begun = await first.client.call('retention.run', {})
  await until('it deletes', async () => ((await jobOf(first.client, begun))?.done ?? 0) > 300)
  await first.process.kill()
  await expectInOrder(data)

  const { client, process } = await consoleOn(data)
  const before = await client.call('data.status', {})
  const left = await client.call('retention.preview', { retention })
  expect(left.events.before).toBe(preview.events.before)
  expect(5400 - before.events + left.events.rows).toBe(preview.events.rows)
  expect(await ended(client, await client.call('retention.run', {}))).toMatchObject({ state: 'done' })
  expect(await client.call('data.status', {})).toMatchObject({ events: 2700, raw: { messages: 1800 } })
  await process.stop()
  await expectInOrder(data)
})

test('killed while it makes a backup, what is half made never looks like one, and goes with the next', async () => {
  const data = filledFolder(900)
  const first = await consoleOn(data)
  await first.client.call('backup.start', {})
  await first.process.kill()
  const { client } = await consoleOn(data)
  const { backups, backupDirectory } = await client.call('data.status', {})
  for (const { file } of backups) {
    expect(await ended(client, await client.call('backup.drill', { file }))).toMatchObject({ state: 'done' })
  }
  expect(await ended(client, await client.call('backup.start', {}))).toMatchObject({ state: 'done' })
  expect(readdirSync(backupDirectory).filter((name) => name.includes('partial'))).toEqual([])
})

test('on a full disk it says so, deletes nothing in part, copies nothing, and does it all when there is room', async ({
  skip,
}) => {
  const [place, remove] = temporaryDirectory()
  atEnd(remove)
  const disk = mountSmallDisk(join(place, 'data'), 32)
  if (!disk) return skip('mounting small disks needs root')
  atEnd(() => disk.unmount())
  fill(disk.path, 300)
  const { data, ended: over, store, ingest, close } = keep(disk.path, { reserve: 4 * 1024 * 1024 })
  data.setRetention(retention)
  disk.fill()
  const full = 'no space left on the disk'
  expect(await over(data.runRetention())).toMatchObject({ state: 'failed', outcome: `no more was deleted: ${full}` })
  expect(data.readOnly).toBe(full)
  expect(await over(data.backUp())).toMatchObject({ state: 'failed' })
  // More than finds room in the log, of which the deletion left what it could not use.
  const events = takeTraffic(5_000, 8)
  expect(() => ingest.store({ sensor: 1, epoch: 'f'.repeat(16), first: 1, events })).toThrow(/full/)
  expect(await verifyStore(store.reader)).toEqual([])

  // Room for the copy, but not for what is to stay free beside it.
  disk.free()
  disk.fill(store.bytes() + 3 * 1024 * 1024)
  const crowded = await over(data.backUp())
  expect(crowded.state).toBe('failed')
  expect(crowded.outcome).toMatch(/not enough room/)
  disk.free()
  expect(await over(data.runRetention())).toMatchObject({ state: 'done' })
  expect(data.readOnly).toBeUndefined()
  expect(await over(data.backUp())).toMatchObject({ state: 'done' })
  await close()
  await expectInOrder(disk.path)
})

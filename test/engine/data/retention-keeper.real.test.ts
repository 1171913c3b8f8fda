import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { until } from '../../support/until.ts'
import { atEnd, day, filledFolder } from './filled-folder.ts'
import { filesIn, isOf, kept, sending } from './keeper.ts'

test('what is set is deleted by itself, once an hour', async () => {
  const directory = filledFolder(60)
  let now = Date.now()
  const made = kept(directory, { now: () => now, every: 10 })
  made.data.setRetention({ raw: 7, events: 7, rollups: null, entities: null, budget: null })
  const runs = (): number =>
    made.jobs.list().filter(({ kind, state }) => kind === 'retention' && state === 'done').length
  await until('it ran', () => Promise.resolve(runs() === 1))
  expect(made.jobs.list()[0]?.outcome).toContain('120 messages, ')
  await sleep(100)
  expect(runs()).toBe(1)
  now += 3_600_000
  await until('it ran again', () => Promise.resolve(runs() === 2))
})

test('it deletes while messages come in, and is cancelled between two steps', async () => {
  const directory = filledFolder(200)
  const made = kept(directory)
  const traffic = sending(made)
  made.data.setRetention({ raw: 1, events: 1, rollups: 1, entities: 3, budget: null })
  const id = made.data.runRetention()
  await until('it deletes', () => Promise.resolve((made.jobs.list()[0]?.done ?? 0) > 0))
  made.jobs.cancel(id)
  const cancelled = await made.ended(id)
  expect(['cancelled', 'done']).toContain(cancelled.state)
  expect(await verifyStore(made.store.reader)).toEqual([])
  const job = await made.ended(made.data.runRetention())
  expect(job.state).toBe('done')
  const sent = await traffic.stop(100)
  expect(made.store.reader.get('SELECT count(*) AS n FROM event')).toEqual({ n: 200 + sent })
  expect(await verifyStore(made.store.reader)).toEqual([])
})

test('a clock that was put back stops neither backups nor deletion for the years that it had run ahead', async () => {
  const directory = filledFolder(10)
  const today = Date.now()
  let now = today + 10 * 365 * day
  const made = kept(directory, { now: () => now, every: 10 })
  made.data.setSchedule({ every: 'day', keep: 3 })
  made.data.setRetention({ raw: 100, events: null, rollups: null, entities: null, budget: null })
  const jobs = (kind: string): readonly Job[] => made.jobs.list().filter((job) => job.kind === kind)
  const ended = (): Promise<boolean> => Promise.resolve(made.jobs.list().every(({ state }) => state !== 'running'))
  await until('the first of each', () => Promise.resolve(jobs('backup').length > 0 && jobs('retention').length > 0))
  await until('they have ended', ended)
  now = today
  await until('the second of each', () => Promise.resolve(jobs('backup').length > 1 && jobs('retention').length > 1))
  await until('they have ended', ended)
  expect(filesIn(directory).filter(isOf(new Date(today).toISOString().slice(0, 10)))).toHaveLength(1)
  await sleep(100)
  expect(jobs('retention').map(({ state }) => state)).toEqual(['done', 'failed'])
  expect(jobs('backup')).toHaveLength(2)
})

test('nothing is deleted by a clock that jumped ahead, until sensors agree or somebody confirms the date', async () => {
  const directory = filledFolder(20)
  const start = Date.now()
  let now = start
  const made = kept(directory, { now: () => now, every: 10 })
  const runs = (): readonly Job[] => made.jobs.list().filter(({ kind }) => kind === 'retention')
  const events = (): number => made.store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0
  const ran = (many: number): Promise<Job> =>
    until(`run ${many}`, () =>
      Promise.resolve(runs().length === many && runs()[0]?.state !== 'running' ? runs()[0] : undefined),
    )
  made.data.setRetention({ raw: 30, events: 30, rollups: null, entities: null, budget: null })
  expect(await ran(1)).toMatchObject({ state: 'done' })

  // Years ahead: once said, then silent, whoever asks without the date.
  now = start + 4 * 365 * day
  const paused = await ran(2)
  expect(paused.state).toBe('failed')
  const date = (time: number): string => new Date(time).toISOString().slice(0, 10)
  expect(paused.outcome).toContain(`says ${date(now)}, but the last sure time is ${date(start)}`)
  now += 3_700_000
  await sleep(100)
  expect(runs()).toHaveLength(2)
  for (const today of [undefined, '', date(start), 'delete'])
    expect(() => made.data.runRetention(today)).toThrow(/last sure time/)

  expect(events()).toBe(120)

  const sent = takeTraffic(5, 1, (now - 60_000) * 1000)
  made.ingest.store({ sensor: 1, epoch: 'c'.repeat(16), first: 1, events: sent })
  expect(await ran(3)).toMatchObject({ state: 'done' })
  expect(events()).toBe(5)
  now += 400 * day
  expect(await ran(4)).toMatchObject({ state: 'failed' })
  expect(events()).toBe(5)

  const job = await made.ended(made.data.runRetention(date(now)))
  expect(job).toMatchObject({ state: 'done' })
  expect(events()).toBe(0)
  // Confirmed once, it goes on by itself.
  now += 3_700_000
  await until('it goes on', () => Promise.resolve(runs().length > 5 && runs()[0]?.state === 'done'))
})

test('where nothing says what time it is the clock is believed, and from then on what it said', async () => {
  const [directory, remove] = temporaryDirectory()
  atEnd(remove)
  let now = Date.UTC(2030, 0, 1)
  const made = kept(directory, { now: () => now, every: 10 })
  made.data.setRetention({ raw: 30, events: 30, rollups: null, entities: null, budget: null })
  const states = (): readonly string[] => made.jobs.list().map(({ state }) => state)
  await until('it ran', () => Promise.resolve(states()[0] === 'done'))
  await until('the time was noted', () =>
    Promise.resolve(made.store.reader.get("SELECT 1 FROM setting WHERE key = 'sure-time'")),
  )
  now += 2 * day
  await until('it paused', () => Promise.resolve(states()[0] === 'failed'))
})

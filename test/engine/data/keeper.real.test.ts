import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { backupFolder, backupsIn, openFolder } from '../../../src/engine/data/backup-files.ts'
import { makeBackup } from '../../../src/engine/data/make-backup.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { damageIndex } from '../../support/damage.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { until } from '../../support/until.ts'
import { atEnd, day, filledFolder } from './filled-folder.ts'
import { keep, type Kept } from './keeper.ts'

const filesIn = (directory: string): string[] => readdirSync(backupFolder(directory))

function kept(directory: string, options: Parameters<typeof keep>[1] = {}): Kept {
  const made = keep(directory, options)
  atEnd(() => made.close())
  return made
}

/** What takes as long as some hundred thousand messages would. */
function weigh(directory: string, megabytes: number): void {
  const database = new Database(join(directory, 'console.db'))
  database.exec('CREATE TABLE weight (bytes BLOB)')
  for (let at = 0; at < megabytes; at += 1) database.exec('INSERT INTO weight VALUES (randomblob(1000000))')
  database.close()
}

/** Stores one batch after the other until `stop`, which waits until they are more than `least` and says how many. */
function sending({ ingest }: Kept): { stop(least: number): Promise<number> } {
  const events = takeTraffic(20, 5, Date.now() * 1000)
  let sent = 0
  const timer = setInterval(() => {
    ingest.store({ sensor: 1, epoch: 'c'.repeat(16), first: sent + 1, events })
    sent += events.length
  }, 20)
  atEnd(() => clearInterval(timer))
  return {
    async stop(least) {
      await until('messages came in', () => sent > least)
      clearInterval(timer)
      return sent
    },
  }
}

test('a backup is of one moment while messages come in, and nothing is waited for', async () => {
  const directory = filledFolder(100)
  weigh(directory, 60)
  const made = kept(directory)
  const traffic = sending(made)
  const job = await made.ended(made.data.backUp())
  const sent = await traffic.stop(20)
  expect(job).toMatchObject({ state: 'done', unit: 'pages' })
  const [backup] = backupsIn(directory)
  expect(backup?.events).toBeGreaterThanOrEqual(600)
  expect(backup?.events).toBeLessThan(600 + sent)
  const tried = await made.ended(made.data.drill(backup?.file ?? ''))
  expect(tried).toMatchObject({ state: 'done' })
  expect(await verifyStore(made.store.reader)).toEqual([])
})

test('one that is cancelled, or was killed, leaves nothing behind', async () => {
  const directory = filledFolder(10)
  weigh(directory, 80)
  const made = kept(directory)
  const id = made.data.backUp()
  made.jobs.cancel(id)
  expect(await made.ended(id)).toMatchObject({ state: 'cancelled' })
  expect(filesIn(directory)).toEqual([])
  writeFileSync(join(backupFolder(directory), 'manual-x.db.partial'), 'half')
  writeFileSync(join(backupFolder(directory), 'manual-x.db.partial-journal'), 'half')
  openFolder(directory)
  // It may be what the command line is writing at this moment.
  expect(filesIn(directory)).toHaveLength(2)
  const longAgo = Date.now() / 1000 - 3_600
  for (const name of filesIn(directory)) utimesSync(join(backupFolder(directory), name), longAgo, longAgo)
  openFolder(directory)
  expect(filesIn(directory)).toEqual([])
})

// Without the thread around it, which tells of its progress now and then only: a fast disk is done before.
test('one that is cancelled half-way leaves nothing behind', async () => {
  const directory = filledFolder(10)
  weigh(directory, 20)
  const { store } = kept(directory)
  const folder = openFolder(directory)
  const abort = new AbortController()
  const seen: string[][] = []
  const report = (done: number, total: number): void => {
    if (done === 0 || done === total) return
    seen.push(filesIn(directory))
    abort.abort(new Error('enough'))
  }
  const params = { path: store.readPath, folder, file: 'manual-y.db', now: Date.now(), reserve: 0 }
  await expect(makeBackup(params, { signal: abort.signal, report })).rejects.toThrow('enough')
  expect(seen).toEqual([expect.arrayContaining([expect.stringMatching(/^manual-y\.db.*partial/)])])
  expect(filesIn(directory)).toEqual([])
})

test('where it would leave too little room it is not begun, in words', async () => {
  const directory = filledFolder(10)
  const made = kept(directory, { reserve: 1e18 })
  const job = await made.ended(made.data.backUp())
  expect(job.state).toBe('failed')
  expect(job.outcome).toMatch(/^there is not enough room on the disk: 1000000 TB must be free, .* are$/)
  expect(filesIn(directory)).toEqual([])
})

test('by schedule: one each day, the newest kept, those made by hand left alone', async () => {
  const directory = filledFolder(10)
  let now = Date.UTC(2027, 0, 1)
  const made = kept(directory, { now: () => now, every: 10 })
  await made.ended(made.data.backUp())
  made.data.setSchedule({ every: 'day', keep: 2 })
  for (let days = 1; days <= 4; days += 1) {
    const newest = new Date(now).toISOString().slice(0, 10)
    await until(`the backup of ${newest}`, () => Promise.resolve(filesIn(directory).some(isOf(newest))))
    await until('it has ended', () => Promise.resolve(!made.jobs.running('backup')))
    await sleep(50)
    now += day
  }
  await until('the last one', () => Promise.resolve(filesIn(directory).some(isOf('2027-01-05'))))
  await until('it has ended', () => Promise.resolve(!made.jobs.running('backup')))
  const names = (): string[] =>
    filesIn(directory)
      .map((name) => name.slice(0, 20))
      .sort()
  await expect.poll(names).toEqual(['manual-2027-01-01T00', 'scheduled-2027-01-04', 'scheduled-2027-01-05'])
  made.data.setSchedule({ every: 'never', keep: 2 })
  now += 8 * day
  await sleep(100)
  expect(filesIn(directory)).toHaveLength(3)
})

const isOf =
  (date: string) =>
  (name: string): boolean =>
    name.startsWith(`scheduled-${date}`) && name.endsWith('.db')

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

test('a large file is checked by itself; when it is damaged nothing more is written, now and after a restart', async () => {
  const directory = filledFolder(60)
  const made = keep(directory, { every: 10, checkedFrom: 0 })
  await until('it was checked', () => Promise.resolve(made.data.checked))
  expect(made.data.checked).toMatchObject({ ok: true, words: 'The whole database was read; nothing is wrong with it.' })
  await sleep(60)
  expect(made.jobs.list()).toHaveLength(1)
  damageIndex(directory)
  expect(await made.ended(made.data.verify())).toMatchObject({ state: 'failed' })
  const words = made.data.readOnly
  expect(words).toMatch(/^the database is damaged \(.*\); nothing more is stored until a backup is restored$/)
  const events = takeTraffic(3)
  expect(() => made.ingest.store({ sensor: 1, epoch: 'd'.repeat(16), first: 1, events })).toThrow(/readonly/)
  expect(made.data.readOnly).toBe(words)
  await made.close()

  const again = kept(directory)
  expect(again.data.readOnly).toBe(words)
  expect(again.store.reader.get('SELECT count(*) AS n FROM event')).toEqual({ n: 360 })
})

test('damage that a later check does not find any more was none', async () => {
  const directory = filledFolder(60)
  writeFileSync(join(directory, 'damaged.json'), JSON.stringify({ at: 1, words: 'a loose cable' }))
  const made = keep(directory)
  expect(made.data.readOnly).toContain('(a loose cable)')
  const job = await made.ended(made.data.verify())
  expect(job).toMatchObject({ state: 'done' })
  expect(job.outcome).toMatch(/start the console again to store on\.$/)
  await made.close()
  expect(kept(directory).data.readOnly).toBeUndefined()
})

test('a log that was torn while it was written loses what was never acknowledged, and nothing else', async () => {
  const directory = filledFolder(30)
  const made = kept(directory)
  const batch = (first: number): void => {
    const events = takeTraffic(20, first, (Date.now() - 1000) * 1000)
    made.ingest.store({ sensor: 1, epoch: 'e'.repeat(16), first, events })
  }
  for (let first = 1; first <= 181; first += 20) batch(first)
  const acknowledged = 180 + 200
  const [path, log] = [join(directory, 'console.db'), join(directory, 'console.db-wal')]
  const pull = (change: (bytes: Buffer) => Buffer): string => {
    const [aside, remove] = temporaryDirectory()
    atEnd(remove)
    copyFileSync(path, join(aside, 'console.db'))
    writeFileSync(join(aside, 'console.db-wal'), change(readFileSync(log)))
    return aside
  }
  const frame = 4096 + 24
  const torn: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
    'half a frame more': (bytes) => Buffer.concat([bytes, bytes.subarray(32, 32 + frame / 2)]),
    'frames without their commit': (bytes) => Buffer.concat([bytes, bytes.subarray(32, 32 + 3 * frame)]),
    'noise behind it': (bytes) => Buffer.concat([bytes, Buffer.alloc(3 * frame, 0xa5)]),
  }
  for (const [name, change] of Object.entries(torn)) {
    const store = openStore({ directory: pull(change) })
    expect({ [name]: store.reader.get('SELECT count(*) AS n FROM event') }).toEqual({ [name]: { n: acknowledged } })
    expect(await verifyStore(store.reader)).toEqual([])
    store.close()
  }
  // What a disk lost that said it had written: the store is whole as of some moment before.
  const lost = openStore({ directory: pull((bytes) => bytes.subarray(0, bytes.length - frame - 100)) })
  const { n = 0 } = lost.reader.get<{ n: number }>('SELECT count(*) AS n FROM event') ?? {}
  expect(n).toBe(acknowledged - 20)
  expect(await verifyStore(lost.reader)).toEqual([])
  lost.close()
  expect(existsSync(log)).toBe(true)
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

test('what a drill left that was ended in the middle goes with the next one', async () => {
  const directory = filledFolder(10)
  const made = kept(directory)
  await made.ended(made.data.backUp())
  const [backup] = backupsIn(directory)
  mkdirSync(join(backupFolder(directory), '.drill-left'))
  writeFileSync(join(backupFolder(directory), '.drill-left', 'console.db'), 'a copy')
  expect(await made.ended(made.data.drill(backup?.file ?? ''))).toMatchObject({ state: 'done' })
  expect(filesIn(directory).filter((name) => name.startsWith('.drill'))).toEqual([])
})

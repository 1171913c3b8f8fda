import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { backupFolder, backupsIn, openFolder } from '../../../src/engine/data/backup-files.ts'
import { makeBackup } from '../../../src/engine/data/make-backup.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { until } from '../../support/until.ts'
import { day, filledFolder } from './filled-folder.ts'
import { filesIn, isOf, kept, sending, weigh } from './keeper.ts'

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

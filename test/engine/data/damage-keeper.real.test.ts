import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/engine/store/open.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { damageIndex } from '../../support/damage.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { until } from '../../support/until.ts'
import { atEnd, filledFolder } from './filled-folder.ts'
import { keep, kept } from './keeper.ts'

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

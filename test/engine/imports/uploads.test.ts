import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { createUploads, type Uploads } from '../../../src/engine/imports/uploads.ts'
import { createJobs, type Jobs } from '../../../src/engine/jobs/jobs.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { until } from '../../support/until.ts'
import { openImportStore, type ImportStore } from './import-store.ts'
import { trafficCapture } from './traffic-capture.ts'

const lab = readFileSync(join(import.meta.dirname, '../../fixtures/captures/lab-both-directions.pcap'))
let to: ImportStore
let jobs: Jobs
let uploads: Uploads
let remove: () => void

beforeEach(() => {
  const [directory, discard] = temporaryDirectory()
  to = openImportStore(directory)
  jobs = createJobs(to.changes, pino({ level: 'silent' }), Date.now)
  uploads = createUploads({ ...to, jobs }, 200)
  remove = discard
})

afterEach(async () => {
  await jobs.close()
  await to.close()
  remove()
})

const job = (id: number): Job | undefined => jobs.list().find((each) => each.id === id)
const ended = (id: number): Promise<Job> =>
  until('the job has ended', () => {
    const found = job(id)
    return found?.state === 'running' ? undefined : found
  })

it('reads what comes in pieces, and tells how far it is', async () => {
  const id = uploads.begin('lab.pcap', lab.length)
  await uploads.piece(id, lab.subarray(0, 40_000))
  expect(job(id)).toMatchObject({ state: 'running', done: 40_000, total: lab.length, title: 'Importing lab.pcap' })
  expect(uploads.list()).toMatchObject([{ id, account: { name: 'lab.pcap', stored: 0 } }])
  await uploads.piece(id, lab.subarray(40_000))
  expect(await uploads.end(id)).toMatchObject({ stored: 190, read: 190 })
  expect(await ended(id)).toMatchObject({ state: 'done', outcome: '190 messages stored, 0 packets skipped' })
  expect(uploads.list()[0]?.account.stored).toBe(190)
  await expect(async () => uploads.piece(id, lab)).rejects.toThrow('has ended')
})

it('shows rows while the rest is still to come', async () => {
  const file = trafficCapture(1_200)
  const id = uploads.begin('night.pcap', file.length)
  await uploads.piece(id, file.subarray(0, file.length / 2))
  expect(to.store.reader.get('SELECT count(*) AS n FROM event')).toEqual({ n: 500 })
  expect(uploads.list()[0]?.account).toMatchObject({ stored: 500 })
})

it('stops when its job is cancelled, and keeps what is stored', async () => {
  const file = trafficCapture(2_000)
  const id = uploads.begin('night.pcap', file.length)
  await uploads.piece(id, file.subarray(0, file.length / 2))
  const next = uploads.piece(id, file.subarray(file.length / 2))
  jobs.cancel(id)
  await expect(next).rejects.toMatchObject({ code: 'cancelled' })
  expect(await ended(id)).toMatchObject({ state: 'cancelled' })
  expect(job(id)?.outcome).toMatch(/^stopped: [\d,]+ messages stored; imported again it goes on from there$/)
  await expect(async () => uploads.end(id)).rejects.toMatchObject({ code: 'cancelled' })
})

it('gives up when the page that sends has gone', async () => {
  const id = uploads.begin('lab.pcap', lab.length)
  await uploads.piece(id, lab.subarray(0, 1_000))
  expect(await ended(id)).toMatchObject({
    state: 'failed',
    outcome: expect.stringContaining('nothing more came') as string,
  })
})

it('reads two at once at most', async () => {
  const ids = [uploads.begin('a.pcap', lab.length), uploads.begin('b.pcap', lab.length)]
  expect(() => uploads.begin('c.pcap', 1)).toThrow('wait until one of them is through')
  jobs.cancel(ids[0] ?? 0)
  await ended(ids[0] ?? 0)
  expect(uploads.begin('c.pcap', 1)).toBeGreaterThan(ids[1] ?? 0)
})

it.each([
  ['what is no capture', Buffer.from('GIF89a'.repeat(40)), 'pcap, pcapng and SentryPeer’s JSON lines can be read'],
  ['more than was said', Buffer.concat([lab, lab]), 'more came than the file was said to hold'],
])('refuses %s, and the job says so', async (_what, bytes, words) => {
  const id = uploads.begin('x', lab.length)
  await expect(uploads.piece(id, bytes)).rejects.toThrow(words)
  expect(await ended(id)).toMatchObject({ state: 'failed', outcome: expect.stringContaining(words) as string })
})

it('refuses an end before the end, and a piece beside another', async () => {
  const id = uploads.begin('lab.pcap', lab.length)
  const one = uploads.piece(id, lab.subarray(0, 50_000))
  await expect(async () => uploads.piece(id, lab.subarray(50_000))).rejects.toThrow('one after the other')
  await one
  await expect(uploads.end(id)).rejects.toThrow('less came than the file was said to hold')
})

import { expect, test } from 'vitest'
import type { Job } from '../../../src/contract/console/jobs.ts'
import { accountWords } from '../../../src/renderer/frame/imports/account-words.ts'
import { endWords, progressWords, shareOf } from '../../../src/renderer/frame/jobs/job-words.ts'

const job: Job = {
  id: 1,
  kind: 'import',
  title: 'Importing a.pcap',
  state: 'running',
  done: 0,
  unit: 'bytes',
  startedAt: 0,
}

test('says how far a task is, how fast, and how long it still takes', () => {
  const half = { ...job, done: 12_000_000, total: 36_000_000 }
  expect(progressWords(half, 4_000)).toBe('12.0 MB of 36.0 MB · 3.0 MB/s · about 8 s left')
  expect(shareOf(half)).toBeCloseTo(1 / 3)
})

test('promises nothing that is not known', () => {
  expect(progressWords({ ...job, done: 12_000_000, total: 36_000_000 }, 300)).toBe('12.0 MB of 36.0 MB')
  expect(progressWords({ ...job, done: 5_000, unit: 'messages' }, 2_000)).toBe('5,000 messages · 2,500 messages/s')
  expect(shareOf({ ...job, done: 7 })).toBeUndefined()
  expect(shareOf({ ...job, total: 0 })).toBe(1)
  expect(shareOf({ ...job, done: 9, total: 3 })).toBe(1)
})

test('says what came of a task', () => {
  const ended = { ...job, endedAt: 61_000 }
  expect(endWords({ ...ended, state: 'done', outcome: '3 messages stored' })).toBe('3 messages stored · took 1 min')
  expect(endWords({ ...ended, state: 'cancelled' })).toBe('Stopped · took 1 min')
  expect(endWords({ ...ended, state: 'failed', outcome: 'the disk is full' })).toBe('The disk is full · took 1 min')
})

test('sums an account up in one line', () => {
  const skipped = [
    { reason: 'no SIP', count: 1_200, first: 3 },
    { reason: 'keep-alive', count: 4, first: 9 },
  ]
  const account = { name: 'a', format: 'pcap', hash: '', read: 1, carrying: 1, stored: 1, known: 0, skipped } as const
  expect(accountWords(account)).toBe('1 message stored, 1,204 packets skipped')
  expect(accountWords({ ...account, format: 'jsonl', known: 20, stored: 0 })).toBe(
    '0 messages stored, 20 messages known already, 1,204 lines skipped',
  )
})

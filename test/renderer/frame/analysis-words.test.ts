import { expect, test } from 'vitest'
import type { AnalysisStatus } from '../../../src/contract/console/analysis.ts'
import { olderWords, progressWords, spokenWords } from '../../../src/renderer/frame/analysis-words.ts'

const idle: AnalysisStatus = { rules: 3, events: 50_000, older: 12_345, state: 'idle' }
const running = (done: number): AnalysisStatus => ({
  ...idle,
  state: 'running',
  progress: { startedAt: 0, done, total: 12_000, perSecond: 0 },
})

test('says how many stored events older rules judged', () => {
  expect(olderWords(idle)).toBe('12,345 of 50,000 stored events were judged by older rules.')
  expect(olderWords({ ...idle, older: 50_000 })).toBe('All 50,000 stored events were judged by older rules.')
  expect(olderWords({ ...idle, older: 1 })).toBe('1 of 50,000 stored events was judged by older rules.')
  expect(olderWords({ ...idle, events: 1, older: 1 })).toBe('One stored event was judged by older rules.')
})

test('says of the progress what is known', () => {
  const progress = { startedAt: 0, done: 3000, total: 12_345, perSecond: 0 }
  expect(progressWords(progress)).toBe('3,000 of 12,345')
  expect(progressWords({ ...progress, perSecond: 1204, remaining: 7760 })).toBe(
    '3,000 of 12,345 · 1,204/s · 7.8 s left',
  )
  expect(progressWords({ ...progress, perSecond: 12, remaining: 90 })).toBe('3,000 of 12,345 · 12.0/s · under 1 s left')
})

test('tells a screen reader the beginning and each quarter, and nothing between', () => {
  const told = Array.from({ length: 121 }, (_, at) => spokenWords(running(at * 100)))
  expect(new Set(told).size).toBe(5)
  expect(told[0]).toBe('Judging 12,000 stored events again: has begun')
  expect(told[60]).toContain('half done')
  expect(spokenWords(idle)).toContain('Rules have improved.')
  expect(spokenWords({ ...idle, older: 0 })).toBe('')
  expect(spokenWords({ ...idle, state: 'failed', error: 'disk full' })).toContain('failed: disk full')
})

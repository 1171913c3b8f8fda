import { expect, test } from 'vitest'
import { followJob } from '../../src/renderer/composables/followJob.ts'
import type { ChangeListener } from '../../src/renderer/api/api.ts'

interface Far {
  readonly state: 'running' | 'done'
  readonly done: number
}

/** A job whose answers come when the test says so. */
function job() {
  const listeners = new Set<ChangeListener>()
  const asked: ((far: Far) => void)[] = []
  return {
    asked,
    listeners,
    api: {
      onChange: (listener: ChangeListener) => (listeners.add(listener), () => void listeners.delete(listener)),
    },
    read: () => new Promise<Far>((resolve) => asked.push(resolve)),
    change: () => listeners.forEach((listener) => listener(new Set(['jobs']))),
  }
}

test('looks at once and after each change, until the job has ended', async () => {
  const { api, read, asked, listeners, change } = job()
  const told: number[] = []
  const ended = followJob(api, { read, tell: ({ done }) => told.push(done) })
  asked[0]?.({ state: 'running', done: 1 })
  change()
  asked[1]?.({ state: 'done', done: 2 })
  expect(await ended).toEqual({ state: 'done', done: 2 })
  expect([told, listeners.size]).toEqual([[1, 2], 0])
})

test('drops an answer that comes after the last one', async () => {
  const { api, read, asked, change } = job()
  const told: string[] = []
  const ended = followJob(api, { read, tell: ({ state }) => told.push(state) })
  change()
  asked[1]?.({ state: 'done', done: 2 })
  await ended
  asked[0]?.({ state: 'running', done: 1 })
  await Promise.resolve()
  expect(told).toEqual(['done'])
})

test('tells nothing any more once nobody looks', async () => {
  const { api, read, asked, listeners } = job()
  const told: string[] = []
  const abort = new AbortController()
  void followJob(api, { read, tell: ({ state }) => told.push(state), signal: abort.signal })
  abort.abort()
  asked[0]?.({ state: 'running', done: 1 })
  await Promise.resolve()
  expect([told, listeners.size]).toEqual([[], 0])
})

import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useToasts } from '../../src/renderer/stores/toasts.ts'

beforeEach(() => {
  vi.useFakeTimers()
  setActivePinia(createPinia())
})
afterEach(() => vi.useRealTimers())

test('tells that a way back failed', async () => {
  const toasts = useToasts()
  toasts.done('It was removed.', { label: 'Undo', run: () => Promise.reject(new Error('the feed is away')) })
  await toasts.act(toasts.toasts[0]?.id ?? 0)
  expect(toasts.toasts).toMatchObject([{ tone: 'error', text: 'Undo failed: the feed is away' }])
})

test('takes a way back once, and shows that it is on its way', async () => {
  const toasts = useToasts()
  const { promise, resolve } = Promise.withResolvers<void>()
  let taken = 0
  const run = (): Promise<void> => ((taken += 1), promise)
  toasts.waits('It waits.', { label: 'Undo', run })
  const acting = toasts.act(toasts.toasts[0]?.id ?? 0)
  toasts.undo()
  expect([taken, toasts.toasts[0]?.acting]).toEqual([1, true])
  resolve()
  await acting
  expect(toasts.toasts).toEqual([])
})

test('takes the newest way back first, and no way on', () => {
  const toasts = useToasts()
  const taken: string[] = []
  const way = (name: string) => ({ label: 'Undo', run: () => void taken.push(name) })
  toasts.done('first', way('first'))
  toasts.done('second', way('second'))
  toasts.done('leads on', { ...way('on'), onward: true })
  toasts.undo()
  toasts.undo()
  toasts.undo()
  expect(taken).toEqual(['second', 'first'])
})

test('goes back twenty acts, the newest first, also when their notices are gone', () => {
  const toasts = useToasts()
  const undone: number[] = []
  for (let at = 1; at <= 25; at += 1) toasts.done(`act ${at}`, { label: 'Undo', run: () => void undone.push(at) })
  toasts.done('somewhere', { label: 'Open', run: () => void undone.push(0), onward: true })
  vi.advanceTimersByTime(11_000)
  expect(toasts.toasts).toEqual([])
  for (let at = 0; at < 30; at += 1) toasts.undo()
  expect(undone).toEqual(Array.from({ length: 20 }, (_, at) => 25 - at))
})

test('tells that a way back failed whose notice was gone', async () => {
  const toasts = useToasts()
  toasts.done('first', { label: 'Undo', run: () => Promise.reject(new Error('somebody acted on it')) })
  vi.advanceTimersByTime(11_000)
  toasts.undo()
  await vi.runAllTimersAsync()
  expect(toasts.toasts.map(({ text }) => text)).toEqual(['Undo failed: somebody acted on it'])
})

test('forgets what was done in other data', () => {
  const toasts = useToasts()
  const undo = vi.fn()
  toasts.done('first', { label: 'Undo', run: undo })
  toasts.forget()
  toasts.undo()
  expect(undo).not.toHaveBeenCalled()
})

import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inOrder } from '../../../src/engine/ingest/in-order.ts'

const after = async <Value>(milliseconds: number, value: Value): Promise<Value> => {
  await sleep(milliseconds)
  return value
}
const fail = (error: unknown): never => {
  throw error
}

test('what comes first is done first, however long it takes', async () => {
  const seen: string[] = []
  const order = inOrder(fail)
  order.after(after(20, 'slow'), (value) => seen.push(value))
  order.after(after(0, 'fast'), (value) => seen.push(value))
  order.then(() => seen.push('gap'))
  await sleep(40)
  expect(seen).toEqual(['slow', 'fast', 'gap'])
})

test('nothing is done once it is closed', async () => {
  const seen: string[] = []
  const order = inOrder(fail)
  order.after(after(10, 'a'), (value) => seen.push(value))
  order.close()
  await sleep(30)
  expect(seen).toEqual([])
})

test('behind a failure nothing is done, and it is told once', async () => {
  const [seen, failures]: [string[], unknown[]] = [[], []]
  const order = inOrder((error) => failures.push(error))
  order.after(Promise.reject(new Error('first')), () => seen.push('a'))
  order.then(() => seen.push('b'))
  order.after(Promise.reject(new Error('second')), () => seen.push('c'))
  await sleep(10)
  expect(seen).toEqual([])
  expect(failures).toEqual([new Error('first')])
})

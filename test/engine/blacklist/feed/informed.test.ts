import { expect, it } from 'vitest'
import type { FeedInfo } from '../../../../src/contract/ledger/api.ts'
import { keepInformed } from '../../../../src/engine/blacklist/feed/informed.ts'

const said = (records: number): FeedInfo => ({
  ...{ version: 1, software: 'x', key: 'k', solo: true, holdSeconds: 0 },
  ...{ records, verified: true, published: 0, demo: false },
})

it('asks a feed again and again what it says about itself, whatever fails between', async () => {
  const ending = new AbortController()
  let asked = 0
  const info = (): Promise<FeedInfo> => {
    asked += 1
    return asked === 2 ? Promise.reject(new Error('away')) : Promise.resolve(said(asked))
  }
  const taken: number[] = []
  const take = ({ records }: FeedInfo): void => {
    taken.push(records)
    if (records === 4) ending.abort()
  }
  await keepInformed({ info }, ending.signal, take, 1)
  expect(taken).toEqual([1, 3, 4])
  expect(asked).toBe(4)
})

import { expect, it } from 'vitest'
import { campaignCalls } from '../../../src/contract/console/campaigns.ts'
import { inPieces } from '../../../src/renderer/views/campaigns/in-pieces.ts'

const addresses = Array.from({ length: 1_203 }, (_, at) => `198.51.${at >> 8}.${at & 255}`)

it('asks for no more at a time than a call takes, and adds up', async () => {
  const asked: string[][] = []
  const told: number[] = []
  const sum = await inPieces(
    addresses,
    (some) => {
      campaignCalls['campaign.addSources'].params.parse({ id: 1, sources: some })
      asked.push(some)
      return Promise.resolve(some.length - 1)
    },
    { tell: (done) => told.push(done) },
  )
  expect(asked.flat()).toEqual(addresses)
  expect([sum, told]).toEqual([1_200, [500, 1_000, 1_203]])
})

it('says how many are done when one piece fails, or when it is stopped', async () => {
  let calls = 0
  const failing = (): Promise<number> =>
    (calls += 1) === 3 ? Promise.reject(new Error('the disk is full')) : Promise.resolve(1)
  await expect(inPieces(addresses, failing)).rejects.toThrow(
    '1000 of 1203 sources are done, the others are not: the disk is full',
  )
  const abort = new AbortController()
  const stopping = (): Promise<number> => {
    abort.abort(new Error('the card was closed'))
    return Promise.resolve(1)
  }
  await expect(inPieces(addresses, stopping, { stop: abort.signal })).rejects.toThrow('500 of 1203')
})

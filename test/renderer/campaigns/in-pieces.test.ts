import { expect, it } from 'vitest'
import { campaignCalls } from '../../../src/contract/console/campaigns.ts'
import { inPieces } from '../../../src/renderer/views/campaigns/cards/in-pieces.ts'

const addresses = Array.from({ length: 1_203 }, (_, at) => `198.51.${at >> 8}.${at & 255}`)

it('asks for no more at a time than a call takes, and names all that were changed', async () => {
  const asked: string[][] = []
  const told: number[] = []
  const changed = await inPieces(
    addresses,
    (some) => {
      campaignCalls['campaign.addSources'].params.parse({ id: 1, sources: some })
      asked.push(some)
      return Promise.resolve(some.slice(1))
    },
    { tell: (done, some) => told.push(done, some.length) },
  )
  expect(asked.flat()).toEqual(addresses)
  expect(changed).toEqual(addresses.filter((_, at) => at % 500 !== 0))
  expect(told).toEqual([500, 499, 1_000, 499, 1_203, 202])
})

it('says how many are done when one piece fails, or when it is stopped', async () => {
  let calls = 0
  const failing = (some: string[]): Promise<readonly string[]> =>
    (calls += 1) === 3 ? Promise.reject(new Error('the disk is full')) : Promise.resolve(some)
  await expect(inPieces(addresses, failing)).rejects.toThrow(
    '1000 of 1203 sources are done, the others are not: the disk is full',
  )
  const abort = new AbortController()
  const stopping = (some: string[]): Promise<readonly string[]> => {
    abort.abort(new Error('the card was closed'))
    return Promise.resolve(some)
  }
  await expect(inPieces(addresses, stopping, { stop: abort.signal })).rejects.toThrow('500 of 1203')
})

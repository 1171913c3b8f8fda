import { afterEach, beforeEach, expect, it } from 'vitest'
import { hour } from '../support/ledger-client.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'
import { ask } from '../support/raw-http.ts'
import { addresses } from '../support/seeded-feed.ts'

interface Page {
  readonly metadata: {
    readonly defaultBlacklistTtl: number
    readonly lastTimestamp: number
    readonly nextEncodedKey?: string
  }
  readonly elements: readonly { readonly ipaddr: string; readonly timestamp: number }[]
}

let server: PublicServer
let time: number
beforeEach(async () => {
  time = Date.now()
  server = await startPublicServer(addresses(5), { now: () => time, lasts: 7 * 24 * hour })
})
afterEach(() => server.stop())

const list = (query: string) => ask(`${server.url}/bwnoa/v4list?token=${server.key}&list=ipblack&${query}`)
async function page(query: string): Promise<Page> {
  const { status, text } = await list(query)
  expect(status).toBe(200)
  return JSON.parse(text) as Page
}
const names = ({ elements }: Page): string[] => elements.map(({ ipaddr }) => ipaddr)

it('gives each address two days, or less where its ban ends before', async () => {
  expect((await page('timestamp=0')).metadata.defaultBlacklistTtl).toBe(172_800)
  time += 6 * 24 * hour
  expect((await page('timestamp=0')).metadata.defaultBlacklistTtl).toBe(86_400)
})

it('offers an address again every day, before the client’s own time-out forgets it', async () => {
  time += 1000
  const first = await page('timestamp=0')
  time += 11_000
  const quiet = await page(`timestamp=${first.metadata.lastTimestamp}`)
  expect(names(await page(`timestamp=${quiet.metadata.lastTimestamp}`))).toEqual([])
  time += 24 * hour + 1000
  const second = await page(`timestamp=${first.metadata.lastTimestamp}`)
  expect(names(second)).toEqual(addresses(5))
  time += 11_000
  expect(names(await page(`timestamp=${second.metadata.lastTimestamp}`))).toEqual([])
})

it('offers again what many later bans, with list IDs far ahead of the time, must not hide', async () => {
  const many = addresses(100_000).map((address) => address.replace('45', '46'))
  for (let at = 0; at < many.length; at += 10_000) server.put(...many.slice(at, at + 10_000))
  time += 11_000
  const { lastTimestamp } = (await page('timestamp=0')).metadata
  expect(lastTimestamp).toBeLessThan(time / 1000)
  time += 24 * hour
  expect(names(await page(`timestamp=${lastTimestamp}`)).slice(0, 5)).toEqual(addresses(5))
})

it('hides nothing that is listed in the second of a pull, nor while a clock is set back', async () => {
  const { lastTimestamp } = (await page('timestamp=0')).metadata
  server.put('8.8.8.8')
  expect(names(await page(`timestamp=${lastTimestamp}`))).toContain('8.8.8.8')
  time += 11_000
  const later = (await page('timestamp=0')).metadata.lastTimestamp
  time -= hour
  server.put('8.8.4.4')
  expect(names(await page(`timestamp=${later}`))).toContain('8.8.4.4')
})

it('never answers a key with an empty page, also when what it promised has left the list', async () => {
  const first = await page('timestamp=0&Limit=3')
  expect(names(first)).toHaveLength(3)
  const key = encodeURIComponent(first.metadata.nextEncodedKey ?? '')
  server.takeOff(server.list.snapshot().entries.slice(3))
  const second = await page(`timestamp=0&Limit=3&nextEncodedKey=${key}`)
  expect(names(second)).toEqual([addresses(5)[2]])
  expect(second.metadata.nextEncodedKey).toBe(undefined)
  server.takeOff(server.list.snapshot().entries)
  expect((await list(`timestamp=0&Limit=3&nextEncodedKey=${key}`)).status).toBe(400)
  const empty = await page('timestamp=0')
  expect([empty.elements, empty.metadata.defaultBlacklistTtl]).toEqual([[], 172_800])
})

it('has a defined answer for everything else', async () => {
  for (const key of ['x', '%00', 'MTIz', '..%2f'])
    expect((await list(`timestamp=0&nextEncodedKey=${key}`)).status).toBe(400)
  for (const query of ['', 'timestamp=x', 'timestamp=0&Limit=-1', 'timestamp=0&Limit=1e9', 'timestamp=0&honeynet=true'])
    expect(names(await page(query))).toEqual(addresses(5))
  expect((await ask(`${server.url}/bwnoa/v4list?list=ipblack&token=x&timestamp=0`)).status).toBe(403)
  expect((await ask(`${server.url}/bwnoa/other?token=${server.key}`)).status).toBe(404)
  const uris = await ask(`${server.url}/bwnoa/v4list?token=${server.key}&list=uri&timestamp=0`)
  expect(JSON.parse(uris.text)).toMatchObject({ metadata: { lastTimestamp: 0 }, elements: [] })
})

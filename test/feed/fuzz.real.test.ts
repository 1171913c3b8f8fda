import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectionId } from '../../src/feed/publish/formats/taxii.ts'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'
import { exchange, fuzzedRequest, randomFrom } from '../support/feed-fuzz.ts'
import { connectConsole, type LedgerClient } from '../support/ledger-client.ts'
import { ask, talk } from '../support/raw-http.ts'

/** `scripts/tasks/fuzzfeed.mjs` tries a hundred thousand. */
const count = Number(process.env['FEED_FUZZ'] ?? 2000)
const seed = Number(process.env['FEED_FUZZ_SEED'] ?? 1)
const atOnce = 8

let feed: FeedProcess
let console: LedgerClient
let key: string

beforeAll(async () => {
  feed = await startFeed({ limits: { pulls: 1_000_000, checks: 1_000_000, minutes: 5 } })
  console = await connectConsole(feed)
  key = (await console.addSubscriber('pbx')).key
  for (const address of ['45.0.0.1', '2a00:1450::8', '9.9.9.0/28']) await console.ban(address)
})
afterAll(() => feed.stop())

const list = async (): Promise<string> => (await ask(`${feed.url}/list/${key}/plain`)).text

describe('requests that are nearly right', () => {
  it(
    `may be anything: ${count} of them end no feed, change no list and find no fault`,
    async () => {
      const target = { url: feed.url, key, collection: collectionId }
      const before = await list()
      const statuses = new Map<number, number>()
      const work = async (share: number, worker: number): Promise<void> => {
        const random = randomFrom(seed * atOnce + worker)
        for (let at = 0; at < share; at += 1) {
          const bytes = fuzzedRequest(random, target)
          for (const status of await exchange(feed.url, bytes)) {
            statuses.set(status, (statuses.get(status) ?? 0) + 1)
            if (status >= 500) throw new Error(`${status} for ${bytes.toString('base64')}`)
          }
        }
      }
      await Promise.all(Array.from({ length: atOnce }, (_, worker) => work(Math.ceil(count / atOnce), worker)))
      // Not everything was refused at the door.
      for (const status of [200, 400, 403, 404, 405]) expect(statuses.get(status) ?? 0).toBeGreaterThan(0)
      expect(await list()).toBe(before)
      expect(feed.log()).not.toContain('request failed')
    },
    60_000 + count * 100,
  )

  it('leave no key in the log', async () => {
    for (const path of [`list/${key}/plain`, `misp/${key}/manifest.json`, `bwnoa/v4list?list=ipblack&token=${key}`])
      await ask(`${feed.url}/${path}`)
    for (const headers of [{ 'x-api-key': key }, { authorization: `Bearer ${key}` }])
      await ask(`${feed.url}/v1/decisions/stream`, headers)
    await ask(`${feed.url}/api/get`, { authorization: `Bearer ${key}` }, 'POST', '{')
    expect(feed.log().length).toBeGreaterThan(0)
    expect(feed.log()).not.toContain(key)
    expect(feed.log()).not.toContain(feed.token)
  })
})

describe('requests that only want to keep the feed busy', () => {
  it('may not be large', async () => {
    const headers = { authorization: `Bearer ${key}` }
    expect((await ask(`${feed.url}/api/get`, headers, 'POST', 'x'.repeat(200_000))).status).toBe(413)
    expect((await ask(`${feed.url}/api/get`, {}, 'POST', 'x'.repeat(200_000))).status).toBe(403)
    for (const path of ['list/x/plain', 'v1/decisions', 'taxii2/', 'bwnoa/v4list', 'misp/x'])
      expect((await ask(`${feed.url}/${path}?${'x'.repeat(7000)}`)).status).toBeLessThan(500)
    const host = new URL(feed.url).host
    expect(await talk(feed.url, `GET /list/${'x'.repeat(9000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).toContain('431')
  })

  it('may not be slow, on any endpoint, and do not hold up who is not', async () => {
    const host = new URL(feed.url).host
    const begun = ['/list/x/nft', '/v1/decisions/stream', '/taxii2/', '/misp/x', '/bwnoa/v4list'].map((path) =>
      talk(feed.url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `),
    )
    const bodies = ['/api/get', '/api/check'].map((path) =>
      talk(
        feed.url,
        `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\nContent-Length: 90\r\n\r\n{`,
      ),
    )
    expect((await ask(`${feed.url}/list/${key}/plain`)).status).toBe(200)
    for (const text of await Promise.all(begun)) expect(text).toContain('408')
    for (const text of await Promise.all(bodies)) expect(text).toMatch(/408|^$/)
    expect((await console.call('GET', 'info')).status).toBe(200)
  }, 120_000)
})

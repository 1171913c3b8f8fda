import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createTestClock } from '../support/ledger-harness.ts'
import { connectConsole } from '../support/ledger-client.ts'
import { ask } from '../support/raw-http.ts'
import { startPublicServer, type PublicServer } from '../support/public-server.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

/** A whole feed, or its public half where the ledger does not matter. */
let feed: SeededFeed | PublicServer

interface Page {
  readonly status: number
  readonly ipaddress: readonly string[]
  readonly ID: string
}

/** As the Go clients ask: a body, a key, and neither Content-Type nor Accept. */
async function post(call: string, body: unknown, key = feed.key): Promise<Page> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = { authorization: `Bearer ${key}`, 'user-agent': 'Go-http-client/1.1' }
  const answer = await ask(`${feed.url}/api/${call}`, headers, 'POST', text)
  return { status: answer.status, ...(JSON.parse(answer.text) as Omit<Page, 'status'>) }
}

const nothingNew = { status: 400, ipaddress: ['no new bans'], ID: 'none' }
const notBlocked = { status: 400, ipaddress: ['not blocked'], ID: 'none' }
const unauthorized = { status: 403, ipaddress: ['none'], ID: 'unauthorized' }

async function pullAll(set: string): Promise<Page[]> {
  const pages: Page[] = []
  for (let id = '100'; ;) {
    const page = await post('get', { set, id })
    if (page.status !== 200) {
      expect(page).toEqual(nothingNew)
      return pages
    }
    pages.push(page)
    expect(BigInt(page.ID) > BigInt(id)).toBe(true)
    id = page.ID
  }
}

describe('APIBAN v2', () => {
  const banned = addresses(5200)
  beforeAll(async () => {
    feed = await startPublicServer(banned)
  })
  afterAll(() => feed.stop())

  it.each(['sip', 'all'])('gives all of set %s, in larger pages than v1', async (set) => {
    const pages = await pullAll(set)
    expect(pages.flatMap(({ ipaddress }) => ipaddress)).toEqual(banned)
    expect(pages.length).toBeLessThan(23)
  })

  it('has nothing to say of HTTP, which a SIP honeynet does not see', async () => {
    expect(await post('get', { set: 'http', id: '100' })).toEqual(nothingNew)
    expect(await post('check', { set: 'http', ipaddress: banned[0] })).toEqual(notBlocked)
  })

  it('finds single addresses', async () => {
    const { ID, ...found } = await post('check', { set: 'sip', ipaddress: banned[5100] })
    expect(found).toEqual({ status: 200, ipaddress: [banned[5100]] })
    expect(ID).toMatch(/^\d+$/)
    expect(await post('check', { set: 'sip', ipaddress: '8.8.8.8' })).toEqual(notBlocked)
  })

  it('understands every spelling of "from the start"', async () => {
    const first = await post('get', { set: 'sip', id: '100' })
    for (const id of ['0', '1', '', 100, undefined, 'none', '-5']) {
      expect(await post('get', { set: 'sip', id })).toEqual(first)
    }
    expect(await post('get', {})).toEqual(first)
  })

  it('is for known keys alone', async () => {
    for (const key of ['x', `${feed.key}x`, feed.key.slice(1)]) {
      expect(await post('get', { set: 'sip', id: '100' }, key)).toEqual(unauthorized)
      expect(await post('check', { set: 'sip', ipaddress: banned[0] }, key)).toEqual(unauthorized)
    }
    const bare = await ask(`${feed.url}/api/get`, {}, 'POST', '{}')
    expect(bare.status).toBe(403)
  })

  it('answers in its own form whatever it is sent', async () => {
    for (const body of ['', '{', 'null', '[]', '{"id":{}}', '{"set":7}']) {
      expect(await post('get', body)).toEqual({ status: 400, ipaddress: ['bad request'], ID: 'none' })
    }
    expect((await post('check', {})).status).toBe(400)
  })

  it('does not take the place of v1', async () => {
    for (const call of ['get', 'check', 'banned'])
      expect((await ask(`${feed.url}/api/${call}`, { authorization: `Bearer ${feed.key}` })).status).toBe(403)
    for (const call of ['nothing', 'get/7', `${feed.key}/banned`]) {
      expect((await ask(`${feed.url}/api/${call}`, {}, 'POST', '{}')).status).toBe(405)
    }
  })
})

describe('the limit of a key', () => {
  afterEach(() => feed.stop())

  it('never cuts a pull off, and holds for v1 and v2 together', async () => {
    const clock = createTestClock()
    feed = await startSeededFeed(addresses(300), { limits: { pulls: 2, checks: 1, minutes: 5 } }, clock)
    expect((await pullAll('all')).flatMap(({ ipaddress }) => ipaddress)).toHaveLength(300)
    expect((await ask(`${feed.url}/api/${feed.key}/banned`)).status).toBe(200)
    const tooMany = { status: 429, ipaddress: ['rate limit exceeded'], ID: 'unauthorized' }
    expect(await post('get', { set: 'sip', id: '100' })).toEqual(tooMany)
    clock.pass(5 * 60_000)
    expect((await post('get', { set: 'sip', id: '100' })).status).toBe(200)
  })

  it('does not keep a revoked address on any of them', async () => {
    const seeded = await startSeededFeed(addresses(2))
    feed = seeded
    const console = await connectConsole(seeded)
    const id = await console.ban('8.8.8.8')
    expect((await post('check', { set: 'sip', ipaddress: '8.8.8.8' })).status).toBe(200)
    await console.record('ban.revoked', id, { reason: 'a customer' })
    expect(await post('check', { set: 'sip', ipaddress: '8.8.8.8' })).toEqual(notBlocked)
    expect((await pullAll('sip')).flatMap(({ ipaddress }) => ipaddress)).toEqual(addresses(2))
  })
})

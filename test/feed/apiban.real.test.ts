import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connectConsole, hour, proposalOf } from '../support/ledger-client.ts'
import { createTestClock } from '../support/ledger-harness.ts'
import { talk } from '../support/raw-http.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

interface Page {
  readonly status: number
  readonly ipaddress: readonly string[]
  readonly ID: string
}

let feed: SeededFeed

async function get(path: string): Promise<Page> {
  const response = await fetch(`${feed.url}/api/${path}`, { redirect: 'error' })
  return { status: response.status, ...((await response.json()) as Omit<Page, 'status'>) }
}

const nothingNew = { status: 400, ipaddress: ['no new bans'], ID: 'none' }
const notBlocked = { status: 400, ipaddress: ['not blocked'], ID: 'none' }
const unauthorized = { status: 403, ipaddress: ['none'], ID: 'unauthorized' }

/** Pulls as the public Go client does: until `none`, never expecting an ID twice. */
async function pullAll(start = ''): Promise<{ pages: Page[]; found: string[] }> {
  const pages: Page[] = []
  const seen = new Set<string>()
  for (let id = start; ;) {
    const page = await get(`${feed.key}/banned${id === '' ? '' : `/${id}`}`)
    if (page.status !== 200) {
      expect(page).toEqual(nothingNew)
      return { pages, found: pages.flatMap(({ ipaddress }) => ipaddress) }
    }
    expect(seen.has(page.ID)).toBe(false)
    seen.add(page.ID)
    pages.push(page)
    id = page.ID
  }
}

describe.each([0, 1, 249, 250, 251, 500, 553, 6000])('with %i entries', (count) => {
  const banned = addresses(count)
  beforeAll(async () => {
    feed = await startSeededFeed(banned)
  })
  afterAll(() => feed.stop())

  it('gives every address once, oldest first, in pages of exactly 250 while more follow', async () => {
    const { pages, found } = await pullAll()
    expect(found).toEqual(banned)
    const sizes = pages.map(({ ipaddress }) => ipaddress.length)
    expect(sizes.slice(0, -1).every((size) => size === 250)).toBe(true)
    expect(sizes.every((size) => size > 0 && size <= 250)).toBe(true)
    expect(pages).toHaveLength(Math.ceil(count / 250))
  })

  it('gives IDs as strings of digits that grow above the one asked for', async () => {
    let before = 1000n
    for (const { ID } of (await pullAll()).pages) {
      expect(ID).toMatch(/^[1-9]\d{3,}$/)
      expect(BigInt(ID) > before).toBe(true)
      before = BigInt(ID)
    }
  })

  it('understands every spelling of "from the start"', async () => {
    const first = await get(`${feed.key}/banned`)
    for (const start of ['/', '/0', '/1', '/100', '/none', '/-5', '/1e3', '/%00', '/1000']) {
      expect(await get(`${feed.key}/banned${start}`)).toEqual(first)
    }
  })

  it('has a defined answer for IDs that it never gave', async () => {
    const first = await get(`${feed.key}/banned`)
    expect(await get(`${feed.key}/banned/1234567`)).toEqual(first)
    for (const id of ['9999999999', '18446744073709551616', '9'.repeat(400)]) {
      expect(await get(`${feed.key}/banned/${id}`)).toEqual(nothingNew)
    }
  })

  it('finds single addresses', async () => {
    const some = [banned[0], banned[249], banned.at(-1)].filter((address) => address !== undefined)
    for (const address of some) {
      const found = await get(`${feed.key}/check/${address}`)
      expect(found).toMatchObject({ status: 200, ipaddress: [address] })
      expect(found.ID).toMatch(/^\d+$/)
    }
    for (const other of ['8.8.8.8', 'none', '::1', '45.0.0.0%20', 'constructor']) {
      expect(await get(`${feed.key}/check/${other}`)).toEqual(notBlocked)
    }
  })
})

describe('a subscriber', () => {
  afterEach(() => feed.stop())

  it('is known by its key alone', async () => {
    feed = await startSeededFeed(addresses(3))
    for (const key of ['', 'x', `${feed.key}x`, feed.key.slice(1), '...', 'x'.repeat(5000)]) {
      expect(await get(`${key}/banned`)).toEqual(unauthorized)
    }
    expect(await get('..%2f..%2fledger/banned')).toEqual(unauthorized)
  })

  it('loses access with its key', async () => {
    feed = await startSeededFeed(addresses(3))
    const console = await connectConsole(feed)
    const { id, key } = await console.addSubscriber('sbc')
    expect((await get(`${key}/banned`)).status).toBe(200)
    const remove = () => console.call('DELETE', `subscribers/${id}`, console.author.order('subscriber.remove', id))
    expect((await remove()).status).toBe(200)
    expect(await get(`${key}/banned`)).toEqual(unauthorized)
    expect((await remove()).status).toBe(404)
  })

  it('may ask with HEAD, and with nothing that writes', async () => {
    feed = await startSeededFeed(addresses(3))
    const url = `${feed.url}/api/${feed.key}/banned`
    const [get, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })]
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'))
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const { status, headers } = await fetch(url, { method })
      expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    }
  })

  it('may name the whole URL, as through a proxy', async () => {
    feed = await startSeededFeed(addresses(3))
    const get = (target: string) => talk(feed.url, `GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    const path = `/api/${feed.key}/banned`
    for (const target of [`${feed.url}${path}`, `HTTPS://feed.example${path}/`])
      expect(await get(target)).toMatch(/^HTTP\/1.1 200[^]*"45\.0\.0\.2"/)
    for (const target of [feed.url, `${feed.url}?x=${path}`, `ftp://feed.example${path}`])
      expect(await get(target)).toMatch(/^HTTP\/1.1 404/)
  })

  it('may end a path with a slash, and is told apart from strangers when it asks for what is not there', async () => {
    feed = await startSeededFeed(addresses(3))
    const first = await get(`${feed.key}/banned`)
    expect(await get(`${feed.key}/banned/100/`)).toEqual(first)
    expect((await get(`${feed.key}/check/${first.ipaddress[0] ?? ''}/`)).status).toBe(200)
    for (const path of ['banned/100/7', 'check/8.8.8.8/7', 'nothing', '']) {
      expect((await fetch(`${feed.url}/api/${feed.key}/${path}`)).status).toBe(404)
    }
    expect(await get(`x/banned/100/7`)).toEqual(unauthorized)
  })

  it('gets its list although it offers to speak HTTP/2 instead, as curl and Java do', async () => {
    feed = await startSeededFeed(addresses(3))
    const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABk' }
    const request = httpRequest(`${feed.url}/api/${feed.key}/banned`, { headers }).end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.statusCode).toBe(200)
    expect(JSON.parse((await response.toArray()).join(''))).toMatchObject({ ipaddress: addresses(3) })
  })

  it('pulls all its pages over one connection', async () => {
    feed = await startSeededFeed(addresses(600))
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    for (const id of ['', '/100', '/1000']) {
      const request = httpRequest(`${feed.url}/api/${feed.key}/banned${id}`, { agent }).end()
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      ports.add(response.socket.localPort)
      await once(response.resume(), 'end')
    }
    agent.destroy()
    expect(ports.size).toBe(1)
  })

  it('never misses a live address nor gets a dead one when the list changes between its pages', async () => {
    const banned = addresses(600)
    feed = await startSeededFeed(banned)
    const console = await connectConsole(feed)
    const whitelist = (value: string) =>
      console.record('whitelist.added', randomUUID(), { value, reason: 'a customer', expiresAt: Date.now() + hour })
    const first = await get(`${feed.key}/banned`)
    // One that was handed out already, the very one the next page is asked behind, and one that is still to come.
    for (const at of [10, 249, 300]) await whitelist(banned[at] ?? '')
    const late = '45.99.0.1'
    await console.ban(late)
    const second = await get(`${feed.key}/banned/${first.ID}`)
    const third = await get(`${feed.key}/banned/${second.ID}`)
    expect(second.ipaddress).toHaveLength(250)
    expect([...second.ipaddress, ...third.ipaddress]).toEqual([
      ...banned.slice(250).filter((address) => address !== banned[300]),
      late,
    ])
    expect(await get(`${feed.key}/banned/${third.ID}`)).toEqual(nothingNew)
  })

  it('is counted by pulls, not by pages', async () => {
    feed = await startSeededFeed(addresses(600))
    const console = await connectConsole(feed)
    await pullAll()
    await pullAll()
    const { body } = await console.call('GET', 'subscribers')
    expect(body).toMatchObject({ subscribers: [{ name: 'pbx', pulls: 2, lastPull: expect.any(Number) as number }] })
    expect(JSON.stringify(body)).not.toContain(feed.key)
  })

  it('is never limited inside a pull, and is limited before the next one', async () => {
    const clock = createTestClock()
    const banned = addresses(1100)
    feed = await startSeededFeed(banned, { limits: { pulls: 2, checks: 1, minutes: 5 } }, clock)
    expect((await pullAll()).found).toEqual(banned)
    expect((await pullAll('100')).found).toEqual(banned)
    const tooMany = { status: 429, ipaddress: ['rate limit exceeded'], ID: 'unauthorized' }
    expect(await get(`${feed.key}/banned`)).toEqual(tooMany)
    expect((await get(`${feed.key}/check/${banned[0] ?? ''}`)).status).toBe(200)
    expect(await get(`${feed.key}/check/${banned[0] ?? ''}`)).toEqual(tooMany)
    clock.pass(5 * 60_000)
    expect((await pullAll()).found).toEqual(banned)
  })

  it('cannot ask for one page for ever as if it were always the same pull', async () => {
    feed = await startSeededFeed(addresses(600), { limits: { pulls: 3, checks: 1, minutes: 5 } })
    const { ID } = await get(`${feed.key}/banned`)
    const statuses = []
    for (let at = 0; at < 5; at += 1) statuses.push((await get(`${feed.key}/banned/${ID}`)).status)
    expect(statuses).toEqual([200, 200, 200, 429, 429])
  })
})

describe('what leaves the list', () => {
  afterEach(() => feed.stop())

  it('leaves every endpoint at once: revoked, whitelisted', async () => {
    feed = await startSeededFeed(addresses(2))
    const console = await connectConsole(feed)
    const id = await console.ban('8.8.8.8')
    await console.ban('9.9.9.9')
    expect((await pullAll()).found).toEqual([...addresses(2), '8.8.8.8', '9.9.9.9'])
    await console.record('ban.revoked', id, { reason: 'a customer' })
    expect(await get(`${feed.key}/check/8.8.8.8`)).toEqual(notBlocked)
    expect((await pullAll()).found).toEqual([...addresses(2), '9.9.9.9'])
    const entry = { value: '9.9.9.0/24', reason: 'our carrier', expiresAt: Date.now() + hour }
    await console.record('whitelist.added', randomUUID(), entry)
    expect(await get(`${feed.key}/check/9.9.9.9`)).toEqual(notBlocked)
    expect((await pullAll()).found).toEqual(addresses(2))
  })

  it('leaves when its time is over', async () => {
    const clock = createTestClock()
    feed = await startSeededFeed(addresses(2), {}, clock)
    clock.set(clock.now() + 24 * hour)
    expect(await get(`${feed.key}/banned`)).toEqual(nothingNew)
  })

  it('comes back under a new ID, so that nobody misses it', async () => {
    feed = await startSeededFeed([])
    const console = await connectConsole(feed)
    const first = await console.ban('8.8.8.8')
    const { ID } = await get(`${feed.key}/banned`)
    await console.record('ban.revoked', first, { reason: 'too early' })
    await console.ban('8.8.8.8')
    expect(await get(`${feed.key}/banned/${ID}`)).toMatchObject({ status: 200, ipaddress: ['8.8.8.8'] })
  })

  it('never held what v1 clients cannot enforce: IPv6 and ranges', async () => {
    feed = await startSeededFeed([])
    const console = await connectConsole(feed)
    await console.ban('2a00:1450::8')
    await console.ban('8.8.8.0/28')
    expect(await get(`${feed.key}/banned`)).toEqual(nothingNew)
    expect((await console.call('GET', 'info')).body).toMatchObject({ published: 2 })
    const id = randomUUID()
    await console.record('ban.proposed', id, proposalOf('9.9.9.9'))
    expect(await get(`${feed.key}/banned`)).toEqual(nothingNew)
  })
})

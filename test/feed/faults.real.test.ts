import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { endpoints } from '../support/feed-endpoints.ts'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, createAuthor, hour, proposalOf, type LedgerClient } from '../support/ledger-client.ts'
import { createTestClock, type TestClock } from '../support/ledger-harness.ts'
import { ask, talk } from '../support/raw-http.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

describe('a clock that is set back an hour', () => {
  let feed: SeededFeed
  let console: LedgerClient
  let clock: TestClock
  afterEach(() => feed.stop())

  const start = async (holdSeconds = 0): Promise<void> => {
    clock = createTestClock(Date.now())
    feed = await startSeededFeed(addresses(3), { holdSeconds }, clock)
    console = await connectConsole(feed)
  }
  const get = async (path: string, headers: Record<string, string> = {}) =>
    ask(`${feed.url}/${path}`, { 'x-api-key': feed.key, 'user-agent': 'a client', ...headers })
  const missing = async (address: string): Promise<string[]> => {
    const shows = await Promise.all(Object.values(endpoints).map((endpoint) => endpoint(feed, address)))
    return Object.keys(endpoints).filter((_, at) => shows[at] !== true)
  }

  it('gives whoever asks behind the last ID, time, tag or cursor all that came later', async () => {
    await start()
    await console.ban('8.8.8.1')
    const json = async (path: string) => JSON.parse((await get(path)).text) as Record<string, unknown>
    const { ID } = await json(`api/${feed.key}/banned`)
    const list = await get(`list/${feed.key}/plain`)
    const since = list.headers['last-modified'] ?? ''
    const { metadata } = (await json(`bwnoa/v4list?list=ipblack&token=${feed.key}&timestamp=0`)) as {
      metadata: { lastTimestamp: number }
    }
    await json('v1/decisions/stream?startup=true')

    clock.set(clock.now() - hour)
    const id = await console.ban('8.8.8.2')
    expect(await missing('8.8.8.2')).toEqual([])
    expect(await missing('8.8.8.1')).toEqual([])
    const behind = await json(`api/${feed.key}/banned/${String(ID)}`)
    expect(behind).toMatchObject({ ipaddress: ['8.8.8.2'] })
    expect(Number(behind['ID'])).toBeGreaterThan(Number(ID))
    for (const headers of [{ 'if-none-match': list.headers.etag ?? '' }, { 'if-modified-since': since }])
      expect((await get(`list/${feed.key}/plain`, headers)).text).toContain('8.8.8.2')
    const { elements } = await json(`bwnoa/v4list?list=ipblack&token=${feed.key}&timestamp=${metadata.lastTimestamp}`)
    // Who was told a time that is not yet is given everything, once.
    expect(elements).toContainEqual(expect.objectContaining({ ipaddr: '8.8.8.2' }))
    const stream = async () => {
      const told = (await json('v1/decisions/stream')) as Record<'new' | 'deleted', readonly { value: string }[]>
      return { added: told.new.map(({ value }) => value), deleted: told.deleted.map(({ value }) => value) }
    }
    // What was told within the last minutes is told again (docs/subscribers.md).
    const told = await stream()
    expect(told.added).toContain('8.8.8.2')
    expect(told.deleted).toEqual([])
    await console.record('ban.revoked', id, { reason: 'a customer' })
    const after = await stream()
    expect(after.added).not.toContain('8.8.8.2')
    expect(after.deleted).toEqual(['8.8.8.2'])
    expect((await missing('8.8.8.2')).length).toBe(Object.keys(endpoints).length)
  })

  it('publishes nobody early or twice, and nobody an hour late', async () => {
    await start(60)
    const early = await console.ban('8.8.8.1')
    clock.pass(30_000)
    clock.set(clock.now() - hour)
    const late = await console.ban('8.8.8.2')
    clock.pass(59_000)
    expect((await missing('8.8.8.2')).length).toBe(Object.keys(endpoints).length)
    clock.pass(2000)
    expect(await missing('8.8.8.2')).toEqual([])
    await console.record('ban.withdrawn', early, { reason: 'a mistake' })
    clock.pass(2 * hour)
    expect((await missing('8.8.8.1')).length).toBe(Object.keys(endpoints).length)
    const published = (await console.records()).filter(({ intent }) => intent.kind === 'ban.published')
    expect(published.filter(({ intent }) => intent.subject === late)).toHaveLength(1)
    const times = (await console.records()).map(({ recordedAt }) => recordedAt)
    expect(times).toEqual([...times].sort((a, b) => a - b))
  })
})

describe('paths, keys and names that lead elsewhere', () => {
  let feed: FeedProcess
  afterEach(() => feed.stop())

  const away = [
    ...['..', '../ledger.db', '..%2fledger.db', '%2e%2e/feed.key', '%2e%2e%2f%2e%2e%2fetc%2fpasswd', '....//feed.key'],
    ...[
      '..\\feed.key',
      '%5c..%5cfeed.yaml',
      '/etc/passwd',
      '%2fetc%2fpasswd',
      'file:///etc/passwd',
      'feed.key%00.json',
    ],
    ...['%c0%ae%c0%ae/feed.key', '.', '%2e', '~', '-', 'ledger.db', 'restored', '__proto__', 'constructor'],
  ]

  it('lead nowhere: nothing of the feed’s files is ever given out, and a stranger learns no more than a stranger', async () => {
    feed = await startFeed()
    const console = await connectConsole(feed)
    const { key } = await console.addSubscriber('pbx')
    await console.ban('8.8.8.8')
    const { host } = new URL(feed.url)
    // As bytes: an HTTP library would tidy the path first.
    const get = (path: string, headers = '') =>
      talk(feed.url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}\r\n`)
    const answers: string[] = []
    for (const name of away) {
      const places = [
        ...[`/${name}`, `/api/${name}/banned`, `/list/${name}/plain`, `/misp/${name}/manifest.json`],
        ...[`/bwnoa/v4list?list=ipblack&timestamp=0&token=${name}`, `/bwnoa/${name}`],
      ]
      for (const path of places) {
        const answer = await get(path)
        // "-" says that the key is in a header: without one, the client is asked for it.
        const refusal = path === '/list/-/plain' ? /401/ : /40[034]/
        expect([path, answer.slice(9, 12)]).toEqual([path, expect.stringMatching(refusal)])
        answers.push(answer)
      }
      // Behind a good key as well.
      for (const path of [`/list/${key}/${name}`, `/misp/${key}/${name}`, `/misp/${key}/${name}.json`]) {
        const answer = await get(path)
        expect([path, answer.slice(9, 12)]).toEqual([path, expect.stringMatching(/40[034]/)])
        answers.push(answer)
      }
      const basic = Buffer.from(`:${name}`).toString('base64')
      for (const header of [`X-Api-Key: ${name}`, `Authorization: Bearer ${name}`, `Authorization: Basic ${basic}`])
        answers.push(await get('/list/-/plain', `${header}\r\n`))
    }
    expect(
      answers.filter((answer) => /200 OK|8\.8\.8\.8|SQLite format|PRIVATE KEY|consoleToken|root:/.test(answer)),
    ).toEqual([])
    expect(readdirSync(feed.directory).sort()).toEqual(
      expect.arrayContaining(['feed.key', 'feed.lock', 'feed.yaml', 'ledger.db']),
    )
    expect(readFileSync(join(feed.directory, 'feed.yaml'), 'utf8')).toContain(feed.token)
  })

  it('are kept as the name of a subscriber and nothing else', async () => {
    feed = await startFeed()
    const console = await connectConsole(feed)
    const before = readdirSync(feed.directory).sort()
    for (const name of ['../../evil', '/etc/passwd', '$(reboot)', "'; DROP TABLE subscriber; --"]) {
      const { id, key } = await console.addSubscriber(name)
      expect((await fetch(`${feed.url}/api/${key}/banned`)).status).toBe(400)
      const remove = console.author.order('subscriber.remove', id)
      expect((await console.call('DELETE', `subscribers/${encodeURIComponent('../' + id)}`, remove)).status).toBe(400)
      expect(
        (await console.call('DELETE', `subscribers/${id}`, console.author.order('subscriber.remove', id))).status,
      ).toBe(200)
    }
    expect(readdirSync(feed.directory).sort()).toEqual(before)
  })
})

describe('two people who decide at the same moment', () => {
  let feed: FeedProcess
  afterEach(() => feed.stop())

  it.each([
    ['approve and approve', 'ban.approved', 'ban.approved'],
    ['approve and reject', 'ban.approved', 'ban.rejected'],
    ['reject and reject', 'ban.rejected', 'ban.rejected'],
  ] as const)('%s: one wins, and the other is told what became of the ban', async (_name, first, second) => {
    feed = await startFeed({ solo: false, holdSeconds: 60 })
    const ada = await connectConsole(feed)
    const others = [
      await connectConsole(feed, 'Bob', createAuthor(), ada),
      await connectConsole(feed, 'Cleo', createAuthor(), ada),
    ]
    const bodyOf = (kind: string) => (kind === 'ban.approved' ? {} : { reason: 'a customer' })
    for (let round = 0; round < 8; round += 1) {
      const id = randomUUID()
      await ada.record('ban.proposed', id, proposalOf(`8.8.8.${round}`))
      const kinds = round % 2 === 0 ? [first, second] : [second, first]
      const answers = await Promise.all(
        others.map((each, at) => {
          const kind = kinds[at] ?? first
          return each.post(each.author.intend(kind, id, bodyOf(kind)))
        }),
      )
      const lost = answers.filter(({ status }) => status !== 200)
      expect(lost).toMatchObject([{ status: 409, body: { error: { code: 'wrong-state' } } }])
      expect(JSON.stringify(lost[0]?.body)).toMatch(/the ban is (held|rejected) already/)
      const decisions = (await ada.records()).filter(
        ({ intent }) => intent.subject === id && /approved|rejected/.test(intent.kind),
      )
      expect(decisions).toHaveLength(1)
    }
  })
})

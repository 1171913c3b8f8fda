import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { feedError, feedInfo, recordPage } from '../../src/contract/ledger/api.ts'
import { ledgerRecord, type LedgerRecord } from '../../src/contract/ledger/record.ts'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, createAuthor, proposalOf, type LedgerClient } from '../support/ledger-client.ts'

let feed: FeedProcess
let console: LedgerClient

beforeAll(async () => {
  feed = await startFeed({ hostNames: ['feed.example.org'] })
  console = await connectConsole(feed)
})
afterAll(() => feed.stop())

interface Raw {
  readonly status: number
  readonly text: string
}

/** Unlike fetch, sends any header as given. */
function raw(path: string, headers: Record<string, string> = {}, method = 'GET', body?: string): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const sent = request(`${feed.url}${path}`, { method, headers }, (response) => {
      let text = ''
      response.on('data', (part: Buffer) => (text += part.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

const codeOf = ({ text }: Raw): string => feedError.parse(JSON.parse(text)).error.code
const authorization = (): Record<string, string> => ({ authorization: `Bearer ${feed.token}` })

/** Sends bytes as they are. @returns what came back until the other end closed. */
function talk(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(feed.url)
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    let text = ''
    socket.on('data', (part: Buffer) => (text += part.toString()))
    socket.on('error', (error) => (text === '' ? reject(error) : resolve(text)))
    socket.on('close', () => resolve(text))
  })
}

describe('who may speak to the ledger', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer a-console-token-for-testz' }],
    ['a part of the token', { authorization: 'Bearer a-console-token-for-test' }],
    ['another scheme', { authorization: 'Basic a-console-token-for-tests' }],
    ['the bare token', { authorization: 'a-console-token-for-tests' }],
  ])('not with %s', async (_name, headers) => {
    for (const path of ['info', 'records', 'subscribers', 'nothing']) {
      const answer = await raw(`/ledger/${path}`, headers)
      expect([answer.status, codeOf(answer)]).toEqual([401, 'unauthorized'])
    }
  })

  it.each(['evil.example', '127.0.0.1.nip.io', 'localhost.evil.example:80', '[::2]', '127.0.0.1:8780:1'])(
    'not under the foreign name %j',
    async (host) => {
      const answer = await raw('/ledger/info', { ...authorization(), host })
      expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
    },
  )

  it.each(['localhost', '127.0.0.1:1', '[::1]:8780', 'FEED.example.org'])('under its own name %s', async (host) => {
    expect((await raw('/ledger/info', { ...authorization(), host })).status).toBe(200)
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1'])('no web page, here of %s', async (origin) => {
    const answer = await raw('/ledger/info', { ...authorization(), origin })
    expect([answer.status, codeOf(answer)]).toEqual([403, 'forbidden'])
  })
})

describe('the ledger’s calls', () => {
  it('answer in the form of the contract', async () => {
    expect(feedInfo.parse((await console.call('GET', 'info')).body)).toMatchObject({ verified: true, solo: true })
    const { records } = recordPage.parse((await console.call('GET', 'records?after=1&limit=1')).body)
    expect(records.map(({ seq }) => seq)).toEqual([2])
  })

  it.each([
    ['GET', 'nothing', 404],
    ['GET', '', 404],
    ['PUT', 'records', 404],
    ['GET', 'records/1', 404],
    ['DELETE', 'subscribers', 404],
    ['DELETE', 'subscribers/nobody', 400],
    ['GET', 'records?after=-1', 400],
    ['GET', 'records?after=x', 400],
    ['GET', 'records?limit=1e9', 400],
    ['GET', 'stream', 404],
    ['GET', '__proto__', 404],
    ['GET', '../api/x', 403],
  ])('refuse %s %s with %i', async (method, path, status) => {
    expect((await raw(`/ledger/${path}`, authorization(), method)).status).toBe(status)
  })

  it.each([
    ['', 'not JSON'],
    ['{', 'not JSON'],
    ['[]', 'expected object'],
    ['{"intent":{"kind":"ban.proposed"}}', 'version'],
    ['{"intent":{"kind":"ban.deleted"},"signature":"x"}', 'intent.kind'],
    ['{"__proto__":{"intent":{}}}', 'intent'],
  ])('name what is wrong with the body %s', async (body, words) => {
    const answer = await raw('/ledger/records', authorization(), 'POST', body)
    expect([answer.status, codeOf(answer)]).toEqual([400, 'bad-request'])
    expect(answer.text).toContain(words)
  })

  it('let only one of two approve at the same moment', async () => {
    const other = await connectConsole(feed, 'Bob', createAuthor(), console)
    for (let round = 0; round < 10; round += 1) {
      const id = randomUUID()
      await console.record('ban.proposed', id, proposalOf(`8.8.1.${round}`))
      const answers = await Promise.all(
        [console, other].map((each) => each.post(each.author.intend('ban.approved', id, {}))),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
      const lost = answers.find(({ status }) => status === 409)
      expect(lost?.body).toMatchObject({ error: { code: 'wrong-state' } })
    }
  })

  it('give one record for one intent that came many times at once', async () => {
    const signed = console.author.intend('ban.proposed', randomUUID(), proposalOf('8.8.2.1'))
    const answers = await Promise.all(Array.from({ length: 8 }, () => console.post(signed)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    const again = (await console.records()).filter(({ intent }) => intent.id === signed.intent.id)
    expect(again).toHaveLength(1)
  })
})

describe('requests that only want to do harm', () => {
  it('may not be large', async () => {
    const large = await raw('/ledger/records', authorization(), 'POST', 'x'.repeat(200_000))
    expect([large.status, codeOf(large)]).toEqual([413, 'bad-request'])
    const host = new URL(feed.url).host
    const chunks = `POST /ledger/records HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${feed.token}\r\n`
    const endless = `${chunks}Transfer-Encoding: chunked\r\n\r\n${`10000\r\n${'x'.repeat(65_536)}\r\n`.repeat(4)}0\r\n\r\n`
    expect(await talk(endless)).toContain('413')
    expect(await talk(`GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).toContain('431')
    expect((await raw(`/api/${'x'.repeat(7000)}/banned`)).status).toBe(403)
    expect(await talk(`${chunks}Content-Length: 999999999\r\n\r\nx`)).toContain('413')
  })

  it('may not be slow', async () => {
    const host = new URL(feed.url).host
    const [head, body] = await Promise.all([
      talk(`GET /ledger/info HTTP/1.1\r\nHost: ${host}\r\nX-Slow: `),
      talk(
        `POST /ledger/records HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${feed.token}\r\nContent-Length: 99\r\n\r\n{`,
      ),
    ])
    expect(head).toContain('408')
    expect(body).toMatch(/408|^$/)
  })

  it('may be anything without ending the feed', async () => {
    const noise = [
      '\0\0\0\0',
      'GET\r\n\r\n',
      'GET http://[ HTTP/1.1\r\n\r\n',
      'INVITE sip:x SIP/2.0\r\n\r\n',
      '\r\n'.repeat(50),
    ]
    for (const bytes of noise) expect(await talk(`${bytes}\r\n\r\nX\r\n\r\n`)).toMatch(/^HTTP\/1.1 4\d\d|^$/)
    const host = new URL(feed.url).host
    for (const path of ['//', '/ledger/%', '/api/%zz/banned', '/api', '/', '*', 'http://[::', '/ledger/info?%%%']) {
      const answer = await talk(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
      expect(answer).toMatch(/^HTTP\/1.1 4\d\d/)
    }
    expect((await console.call('GET', 'info')).status).toBe(200)
  })
})

describe('the stream', () => {
  const open = (
    path: string,
    headers: Record<string, string>,
    protocol: string[] = ['honeynet.ledger.v1'],
  ): WebSocket => new WebSocket(`${feed.url.replace('http', 'ws')}/ledger/${path}`, protocol, { headers })

  const rejection = (socket: WebSocket): Promise<number | string> =>
    new Promise((resolve) => {
      socket.on('unexpected-response', (sent, response) => {
        resolve(response.statusCode ?? 0)
        sent.destroy()
      })
      socket.on('open', () => resolve('open'))
      socket.on('error', () => undefined)
    })

  it('gives every record behind the one named, then each new one, in order', async () => {
    const got: LedgerRecord[] = []
    const socket = open('stream?after=2', authorization())
    socket.on('message', (data: Buffer) => got.push(ledgerRecord.parse(JSON.parse(data.toString()))))
    await new Promise((resolve) => socket.once('open', resolve))
    await console.ban('8.8.3.1')
    const all = await console.records()
    while (got.length < all.length - 2) await sleep(20)
    expect(got).toEqual(all.slice(2))
    socket.close()
  })

  it('is closed to strangers', async () => {
    expect(await rejection(open('stream', {}))).toBe(401)
    expect(await rejection(open('stream', { ...authorization(), origin: 'https://evil.example' }))).toBe(403)
    expect(await rejection(open('stream', { ...authorization(), host: 'evil.example' }))).toBe(403)
    expect(await rejection(open('elsewhere', authorization()))).toBe(404)
    expect(await rejection(open('stream?after=x', authorization()))).toBe(400)
    expect(await rejection(open('stream', authorization(), ['chat']))).toBe(400)
  })

  it('takes no messages', async () => {
    const socket = open('stream', authorization())
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send('hello')
    expect(await closed).toBe(1008)
  })
})

describe('what is secret', () => {
  it('stands in no log and no file of the feed', async () => {
    const { key } = await console.addSubscriber('sbc')
    for (const path of [`/api/${key}/banned`, `/api/${key}/check/8.8.8.8`, `/api/${key}x/banned`]) await raw(path)
    await raw(`/api/${key}/banned`, {}, 'POST')
    expect(feed.log()).not.toContain(key)
    expect(feed.log()).not.toContain(feed.token)
    const files = readdirSync(feed.directory).filter((name) => name !== 'feed.yaml')
    for (const name of files) expect(readFileSync(join(feed.directory, name)).includes(key)).toBe(false)
  })
})

it('refuses an author whom it does not know, over HTTP too', async () => {
  const stranger = createAuthor()
  const answer = await console.post(stranger.intend('ban.proposed', randomUUID(), proposalOf('8.8.8.8')))
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'unknown-author' } } })
})

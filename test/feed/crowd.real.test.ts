import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../src/feed/time/clock.ts'
import { openDatabase } from '../../src/feed/ledger/database.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { newSubscriber } from '../../src/feed/subscribers/subscribers.ts'
import { openClient, type CrowdClient } from '../support/crowd.ts'
import { startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, type Author } from '../support/ledger-client.ts'
import { ask } from '../support/raw-http.ts'
import { addresses, seedLedger, startSeededFeed } from '../support/seeded-feed.ts'
import { until } from '../support/until.ts'

const banned = addresses(553)
const subscribers = 10_000
/** Pulls that are under way at one moment; the connections stay open. */
const atOnce = 2_000

let directory: string
let keys: readonly string[]
let founder: Author
let feed: FeedProcess

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'feed-crowd-'))
  founder = seedLedger(directory, banned).founder
  const made = Array.from({ length: subscribers }, (_, at) => newSubscriber(`pbx ${at}`, Date.now()))
  const database = openDatabase(directory)
  subscriberRows(database).replace(made.map(({ row }) => row))
  database.close()
  keys = made.map(({ key }) => key)
  feed = await startFeed({ directory })
})
afterAll(async () => {
  await feed.stop()
  rmSync(directory, { recursive: true })
})

/** Bytes. */
const memory = (name: 'VmRSS' | 'VmHWM'): number =>
  1024 * Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${feed.pid}/status`, 'utf8'))?.[1])
/** What a process may have open; the crowd keeps no more than half of it. */
const mostOpen = Number(/Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]) / 2

/** As the public clients do; every one gets all of the list, or this throws. */
const pulls: readonly ((client: CrowdClient, key: string) => Promise<readonly string[]>)[] = [
  async (client, key) => {
    const found: string[] = []
    for (let id = '100'; ;) {
      const { status, body } = await client.get(`/api/${key}/banned/${id}`)
      const page = JSON.parse(body) as { ipaddress: string[]; ID: string }
      if (status === 400) return found
      expect(status).toBe(200)
      found.push(...page.ipaddress)
      id = page.ID
    }
  },
  async (client, key) => (await whole(client, `/list/${key}/plain`)).split('\n').filter((line) => /^\d/.test(line)),
  async (client, key) =>
    (await whole(client, `/list/${key}/csv`)).split('\n').flatMap((line) => /^(45[\d.]+),/.exec(line)?.[1] ?? []),
  async (client, key) => {
    const body = await whole(client, '/v1/decisions/stream?startup=true', `X-Api-Key: ${key}\r\n`)
    return (JSON.parse(body) as { new: { value: string }[] }).new.map(({ value }) => value)
  },
  async (client, key) => {
    const body = await whole(client, `/bwnoa/v4list?list=ipblack&Limit=2048&token=${key}&timestamp=0`)
    return (JSON.parse(body) as { elements: { ipaddr: string }[] }).elements.map(({ ipaddr }) => ipaddr)
  },
]

async function whole(client: CrowdClient, path: string, headers = ''): Promise<string> {
  const { status, body } = await client.get(path, headers)
  expect(status).toBe(200)
  return body
}

it(`${subscribers} subscribers who pull at once all get the whole list, and cost no more memory than their connections`, async () => {
  const before = memory('VmRSS')
  const open: CrowdClient[] = []
  const all = banned.join()
  let next = 0
  const work = async (): Promise<void> => {
    for (let at = next++; at < subscribers; at = next++) {
      const client = openClient(feed.url)
      open.push(client)
      if (open.length > mostOpen) open.shift()?.close()
      const found = await pulls[at % pulls.length]?.(client, keys[at] ?? '')
      if (found?.join() !== all) throw new Error(`subscriber ${at} got ${found?.length ?? 0} addresses`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const cost = memory('VmHWM') - before
  for (const client of open) client.close()
  expect(cost).toBeLessThan(subscribers * 48 * 1024)
  const { body } = await (await connectConsole({ ...feed, founder })).call('GET', 'subscribers')
  const seen = (body as { subscribers: { pulls: number }[] }).subscribers
  expect([seen.length, seen.every(({ pulls }) => pulls === 1)]).toEqual([subscribers, true])
})

/** Resolves with what came, once the other end has closed. */
function heard(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (part: Buffer) => (text += part.toString('latin1')))
  socket.on('error', () => undefined)
  return new Promise((resolve) => socket.once('close', () => resolve(text)))
}

const target = (): { port: number; host: string } => ({ port: Number(new URL(feed.url).port), host: '127.0.0.1' })

it('one machine that opens connections and says nothing keeps nobody else out', async () => {
  const silent = Array.from({ length: 2100 }, () => connect({ ...target(), localAddress: '127.0.0.9' }))
  const ended = silent.map(heard)
  await Promise.all(silent.map((socket) => once(socket, 'connect')))
  // Those beyond what one place may have are closed at once, and not after a time-out.
  const first = await Promise.race(ended.map((end, at) => end.then((text) => ({ at, text }))))
  expect(first.text).toBe('')
  expect((await ask(`${feed.url}/api/${keys[0] ?? ''}/banned`)).status).toBe(200)
  for (const socket of silent) socket.destroy()
  await Promise.all(ended)
  // A place that has gone away may come back.
  const again = connect({ ...target(), localAddress: '127.0.0.9' })
  again.write(`GET /api/${keys[0] ?? ''}/banned HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
  expect(await heard(again)).toContain('200 OK')
})

/** Milliseconds; what the feed allows usually is too long for a test. */
const patience = { answer: 1500, handshake: 500 }

it('a reader that asks for much and takes nothing is given up, and others do not wait for it', async () => {
  const limits = { pulls: 10_000, checks: 1, minutes: 5 }
  const seeded = await startSeededFeed(banned, { limits }, systemClock, { patience })
  const stuck = connect({ port: Number(new URL(seeded.url).port) })
  let gone = false
  stuck.on('error', () => (gone = true)).pause()
  const request = `GET /list/${seeded.key}/json HTTP/1.1\r\nHost: x\r\n\r\n`
  stuck.write(request.repeat(400))
  expect((await ask(`${seeded.url}/api/${seeded.key}/check/8.8.8.8`)).status).toBe(400)
  // A paused socket is told of its end only when it writes; and writing does not help it.
  await until('the feed has closed the connection', () => (stuck.write('\r\n'), gone))
  stuck.destroy()
  await seeded.stop()
})

it('who connects to a feed with TLS and never begins does not stay', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'feed-certificate-'))
  const tls = { cert: join(directory, 'feed.crt'), key: join(directory, 'feed.key') }
  const how = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=feed']
  execFileSync('openssl', [...how, '-keyout', tls.key, '-out', tls.cert], { stdio: 'ignore' })
  const seeded = await startSeededFeed([], { tls }, systemClock, { patience })
  const silent = connect({ port: Number(new URL(seeded.url).port) })
  let gone = false
  void heard(silent).then(() => (gone = true))
  await until('the feed has closed the connection', () => gone)
  await seeded.stop()
  rmSync(directory, { recursive: true })
})

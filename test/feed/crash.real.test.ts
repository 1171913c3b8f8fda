import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { runFeed, startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, createAuthor, proposalOf, type LedgerClient } from '../support/ledger-client.ts'
import { until } from '../support/until.ts'

const run = promisify(execFile)
const folder = (): string => mkdtempSync(join(tmpdir(), 'feed-crash-'))
/** Killed in the middle of a publish: killed.real.test.ts. */
describe('a feed that is killed', () => {
  it('publishes after the start what its hold released while it was down', async () => {
    const directory = folder()
    const author = createAuthor()
    const first = await startFeed({ directory, holdSeconds: 1 })
    await (await connectConsole(first, 'Ada', author)).ban('8.8.8.8')
    await first.kill()
    await sleep(1100)
    const second = await startFeed({ directory, holdSeconds: 1 })
    const console = await connectConsole(second, 'Ada', author)
    expect((await console.call('GET', 'info')).body).toMatchObject({ published: 1, verified: true })
    await second.stop()
    rmSync(directory, { recursive: true })
  })
})

/** A real small disk: a tmpfs of one megabyte. `undefined` where mounting is not allowed. */
async function mountSmall(directory: string): Promise<(() => Promise<void>) | undefined> {
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'honeynet-test', directory])
  } catch {
    return undefined
  }
  return async () => {
    await run('umount', ['-l', directory])
  }
}

function fillUp(directory: string): string {
  const path = join(directory, 'filler')
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a', flush: true })
    } catch {
      // Full for this size: fill what is left with smaller ones.
    }
  }
  return path
}

describe('a full disk', () => {
  let feed: FeedProcess | undefined
  let unmount: (() => Promise<void>) | undefined
  afterEach(async () => {
    await feed?.kill()
    await unmount?.()
  })

  it('stops new records, not the list; with room again the feed goes on', async ({ skip }) => {
    const directory = folder()
    unmount = await mountSmall(directory)
    if (!unmount) skip('mounting a small disk needs root')
    feed = await startFeed({ directory })
    const console = await connectConsole(feed)
    const { key } = await console.addSubscriber('pbx')
    await console.ban('8.8.8.8')
    const id = randomUUID()
    await console.record('ban.proposed', id, proposalOf('9.9.9.9'))
    const filler = fillUp(directory)

    const approve = console.author.intend('ban.approved', id, {})
    const refused = await refusedAtLast(console, approve)
    expect(refused).toMatchObject({ status: 507, body: { error: { code: 'storage' } } })
    const list = await fetch(`${feed.url}/api/${key}/banned`)
    expect([list.status, await list.json()]).toMatchObject([200, { ipaddress: ['8.8.8.8'] }])
    expect((await console.call('POST', 'subscribers', console.author.order('subscriber.add', 'sbc'))).status).toBe(507)

    rmSync(filler)
    expect((await console.post(approve)).status).toBe(200)
    const after = await fetch(`${feed.url}/api/${key}/check/9.9.9.9`)
    expect(after.status).toBe(200)
    expect(await feed.stop()).toBe(0)
    const verified = await runFeed('--config', join(directory, 'feed.yaml'), '--verify')
    expect(verified.code).toBe(0)
    feed = undefined
  })
})

describe('a full disk at the start', () => {
  it('keeps nobody from the list; with room again the feed goes on', async ({ skip }) => {
    const directory = folder()
    const unmount = await mountSmall(directory)
    if (!unmount) skip('mounting a small disk needs root')
    const author = createAuthor()
    const before = await startFeed({ directory })
    const console = await connectConsole(before, 'Ada', author)
    const { key } = await console.addSubscriber('pbx')
    await console.ban('8.8.8.8')
    await before.stop()
    const filler = fillUp(directory)
    const feed = await startFeed({ directory })
    try {
      const list = await fetch(`${feed.url}/api/${key}/banned`)
      expect([list.status, await list.json()]).toMatchObject([200, { ipaddress: ['8.8.8.8'] }])
      const again = await connectConsole(feed, 'Ada', author)
      const signed = author.intend('ban.proposed', randomUUID(), proposalOf('9.9.9.9'))
      expect(await refusedAtLast(again, signed)).toMatchObject({ status: 507, body: { error: { code: 'storage' } } })
      rmSync(filler)
      expect((await again.post(signed)).status).toBe(200)
    } finally {
      await feed.kill()
      await unmount?.()
    }
  })
})

/** The log has some room left that was its own before; it takes a few records until the disk is really asked. */
async function refusedAtLast(console: LedgerClient, signed: ReturnType<LedgerClient['author']['intend']>) {
  for (let at = 0; at < 200; at += 1) {
    const spare = proposalOf(`45.9.9.${at}`, { reason: 'x'.repeat(2000) })
    const { status } = await console.post(console.author.intend('ban.proposed', randomUUID(), spare))
    if (status !== 200) return console.post(signed)
  }
  throw new Error('the disk never got full')
}

describe('the end', () => {
  it('comes with the parent’s, when asked for', async () => {
    const directory = folder()
    const path = join(directory, 'feed.yaml')
    writeFileSync(path, JSON.stringify({ listen: { port: 0 }, directory: './data', consoleToken: 'x'.repeat(16) }))
    const { code, out } = await runFeed('--config', path, '--exit-with-parent')
    expect([code, out]).toEqual([0, expect.stringMatching(/^\{"ready":\{"url":"http:\/\/127.0.0.1:\d+"\}\}\n$/)])
    rmSync(directory, { recursive: true })
  })

  it('does not wait for a console that never says goodbye', async () => {
    const feed = await startFeed()
    const { hostname, port } = new URL(feed.url)
    const socket = connect(Number(port), hostname)
    socket.write(
      `GET /ledger/stream HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${feed.token}\r\n` +
        'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n' +
        'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: honeynet.ledger.v1\r\n\r\n',
    )
    const [answer] = (await once(socket, 'data')) as [Buffer]
    expect(answer.toString()).toContain('101')
    socket.on('data', () => undefined).on('error', () => undefined)
    expect(await feed.stop()).toBe(0)
    socket.destroy()
  })
})

describe('the commands', () => {
  it('add a subscriber beside a running feed, whose key works from then on', async () => {
    const directory = folder()
    const feed = await startFeed({ directory })
    const config = join(directory, 'feed.yaml')
    const added = await runFeed('--config', config, '--add-subscriber', 'pbx')
    const { key } = JSON.parse(added.out) as { key: string }
    expect([added.code, key.length]).toEqual([0, 32])
    await until('the key works', async () => (await fetch(`${feed.url}/api/${key}/banned`)).status === 400)
    expect((await runFeed('--config', config, '--verify')).code).toBe(0)
    const second = await runFeed('--config', config)
    expect([second.code, second.err]).toEqual([1, expect.stringContaining('another feed works in')])
    await feed.stop()
    rmSync(directory, { recursive: true })
  })

  it.each([
    [{ consoleToken: 'short' }, 'consoleToken'],
    [{ holdSeconds: 601 }, 'holdSeconds'],
    [{ listen: { address: '0.0.0.0', port: 0 } }, 'listen.address'],
    [{ listen: { address: '0.0.0.0', port: 0 }, insecureHttp: true, demo: true }, 'demo'],
    [{ protectedAddresses: ['8.8.8.8/24'] }, 'protectedAddresses.0'],
    [{ unknown: 1 }, 'unknown'],
  ])('refuse the configuration %j with code 2, naming the field', async (changes, field) => {
    const directory = folder()
    const path = join(directory, 'feed.yaml')
    const base = { listen: { address: '127.0.0.1', port: 0 }, directory: './data', consoleToken: 'x'.repeat(16) }
    writeFileSync(path, JSON.stringify({ ...base, ...changes }))
    const { code, err } = await runFeed('--config', path)
    expect([code, err]).toEqual([2, expect.stringContaining(field)])
    expect(readdirSync(directory)).toEqual(['feed.yaml'])
    rmSync(directory, { recursive: true })
  })

  it('appoint somebody where nobody is left who could invite: not beside a running feed, and on record', async () => {
    const directory = folder()
    const config = join(directory, 'feed.yaml')
    const first = await startFeed({ directory })
    await connectConsole(first, 'Ada')
    const { key } = createAuthor()
    const appoint = (...more: string[]) => runFeed('--config', config, '--appoint', key, ...more)
    const beside = await appoint('--name', 'Bob')
    expect([beside.code, beside.err]).toEqual([1, expect.stringContaining('another feed works in')])
    await first.stop()
    expect((await appoint()).code).toBe(2)
    const done = await appoint('--name', 'Bob')
    expect([done.code, JSON.parse(done.out)]).toEqual([0, { appointed: { key, name: 'Bob' }, record: 3 }])
    expect((await runFeed('--config', config, '--verify')).code).toBe(0)
    rmSync(directory, { recursive: true })
  })

  it('back up a feed while it publishes, and restore it over what is left of it, not beside a running one', async () => {
    const directory = folder()
    const config = join(directory, 'feed.yaml')
    const feed = await startFeed({ directory })
    const console = await connectConsole(feed)
    const { key } = await console.addSubscriber('pbx')
    const file = join(directory, 'feed.backup')
    const addresses = Array.from({ length: 40 }, (_, at) => `45.0.0.${at}`)
    const publishing = Promise.all(addresses.map((address) => console.ban(address)))
    const made = await runFeed('--config', config, '--backup', file)
    await publishing
    expect([made.code, JSON.parse(made.out)]).toEqual([0, expect.objectContaining({ backup: file })])
    expect((await runFeed('--config', config, '--backup', file)).code).toBe(1)
    const beside = await runFeed('--config', config, '--restore', file)
    expect([beside.code, beside.err]).toEqual([1, expect.stringContaining('another feed works in')])
    const published = await (await fetch(`${feed.url}/list/${key}/csv`)).text()
    const last = Number(((await (await fetch(`${feed.url}/api/${key}/banned`)).json()) as { ID: string }).ID)
    await feed.kill()
    const done = await runFeed('--config', config, '--restore', file)
    expect([done.code, JSON.parse(done.out)]).toEqual([0, expect.objectContaining({ restored: file })])
    // The key of the old ledger stands in no log and on no screen.
    expect(made.out + made.err + done.out + done.err).not.toContain('PRIVATE KEY')
    const again = await startFeed({ directory })
    const entries = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('45.'))
    expect(entries(await (await fetch(`${again.url}/list/${key}/csv`)).text())).toEqual(entries(published))
    await (await connectConsole({ ...again, founder: console.author })).ban('8.8.8.8')
    const { ID } = (await (await fetch(`${again.url}/api/${key}/banned/${last}`)).json()) as { ID: string }
    expect(Number(ID)).toBeGreaterThan(last)
    await again.stop()
    expect((await runFeed('--config', config, '--verify')).code).toBe(0)
    rmSync(directory, { recursive: true })
  })

  it('explain themselves', async () => {
    const { code, out } = await runFeed('--help')
    expect(code).toBe(0)
    for (const command of ['--verify', '--backup', '--restore', '--add-subscriber', '--appoint'])
      expect(out).toContain(command)
  })

  it('tell wrong use and a missing ledger apart', async () => {
    const directory = folder()
    const path = join(directory, 'feed.yaml')
    writeFileSync(path, JSON.stringify({ listen: {}, directory: './data', consoleToken: 'x'.repeat(16) }))
    expect((await runFeed()).code).toBe(2)
    expect((await runFeed('--nonsense')).code).toBe(2)
    expect((await runFeed('--config', join(directory, 'absent.yaml'))).code).toBe(2)
    expect((await runFeed('--config', path, '--verify')).code).toBe(1)
    expect((await runFeed('--config', path, '--add-subscriber', ' ')).code).toBe(2)
    rmSync(directory, { recursive: true })
  })
})

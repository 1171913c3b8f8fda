import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { feedError, feedInfo } from '../../src/contract/ledger/api.ts'
import { parseNetwork } from '../../src/contract/ledger/address.ts'
import { ledgerRecord } from '../../src/contract/ledger/record.ts'
import { connectConsole, createAuthor, proposalOf, type Author, type LedgerClient } from '../support/ledger-client.ts'
import { createTestClock, type TestClock } from '../support/ledger-harness.ts'
import { missingFor } from '../support/namespace.ts'
import { ask, type RawAnswer } from '../support/raw-http.ts'
import { startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

let feed: SeededFeed
let clock: TestClock
let ada: LedgerClient
afterEach(() => feed.stop())

const proxies = ['127.0.0.0/8'].flatMap((text) => parseNetwork(text) ?? [])
const day = 86_400_000

async function begin(changes: Parameters<typeof startSeededFeed>[1] = {}): Promise<void> {
  clock = createTestClock(Date.now())
  feed = await startSeededFeed(['45.0.0.1'], { trustedProxies: proxies, ...changes }, clock)
  ada = await connectConsole(feed)
}

/** Each request on a connection of its own: none outlives a restart of the feed. */
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address, connection: 'close' })
const ledger = (method: string, path: string, body?: unknown, address = ''): Promise<RawAnswer> => {
  const headers = { authorization: `Bearer ${feed.token}`, ...from(address) }
  return ask(`${feed.url}/ledger/${path}`, headers, method, body === undefined ? undefined : JSON.stringify(body))
}
const pull = (address: string, key = feed.key): Promise<RawAnswer> =>
  ask(`${feed.url}/api/${key}/banned`, from(address))

/** What the feed says to a proposal: its words when it refuses. */
async function propose(address: string, id: string = randomUUID()): Promise<string> {
  const { status, text } = await ledger('POST', 'records', ada.author.intend('ban.proposed', id, proposalOf(address)))
  return status === 200 ? 'proposed' : feedError.parse(JSON.parse(text)).error.message
}
const stateIn = async (id: string): Promise<string> => {
  const { records } = (await ada.call('GET', 'records')).body as { records: unknown[] }
  const about = records.map((each) => ledgerRecord.parse(each).intent).filter(({ subject }) => subject === id)
  return about.at(-1)?.kind ?? 'nothing'
}
const list = async (): Promise<string> => (await ask(`${feed.url}/list/${feed.key}/plain`)).text

async function presence(author: Author, address: string, sensors?: readonly string[], to?: string): Promise<RawAnswer> {
  const { key } = feedInfo.parse(JSON.parse((await ledger('GET', 'info')).text))
  return say(author.order('console.here', to ?? key, clock.now(), sensors), address)
}
const say = (order: unknown, address: string): Promise<RawAnswer> => ledger('POST', 'presence', order, address)

describe('where a subscriber pulls from', () => {
  it('cannot be proposed, nor a range around it', async () => {
    await begin()
    expect(await propose('45.7.7.6')).toBe('proposed')
    await pull('45.7.7.7')
    expect(await propose('45.7.7.7')).toBe('45.7.7.7 is where the subscriber “pbx” pulls from')
    expect(await propose('45.7.7.0/29')).toContain('45.7.7.0/29 contains 45.7.7.7, where the subscriber “pbx”')
    expect(await propose('45.7.7.0/29')).toContain('without it remain 45.7.7.0/30, 45.7.7.4/31, 45.7.7.6')
    expect(await propose('45.7.7.8')).toBe('proposed')
  })

  it('cannot be approved, and is not published at the end of a hold', async () => {
    await begin({ holdSeconds: 60 })
    const [early, late] = [randomUUID(), randomUUID()]
    await propose('45.7.7.7', early)
    await propose('45.8.8.8', late)
    await ada.record('ban.approved', late, {})
    await pull('45.7.7.7')
    await pull('45.8.8.8')
    const refused = await ada.post(ada.author.intend('ban.approved', early, {}))
    expect([refused.status, feedError.parse(refused.body).error.code]).toEqual([422, 'refused-range'])
    clock.pass(61_000)
    expect([await stateIn(late), await list()]).toEqual(['ban.blocked', expect.not.stringContaining('45.8.8.8')])
  })

  it('is known again after a restart, and told by every protocol', async () => {
    await begin()
    const { key } = feed
    await ask(`${feed.url}/v1/decisions/stream`, { 'x-api-key': key, ...from('45.7.7.1') })
    await ask(`${feed.url}/list/${key}/nft`, from('2a00:1450::7'))
    const taxii = `${feed.url}/taxii2/honeynet/collections`
    const { collections } = JSON.parse((await ask(`${taxii}/`, { 'x-api-key': key, accept: '*/*' })).text) as {
      collections: { id: string }[]
    }
    await ask(`${taxii}/${collections[0]?.id ?? ''}/objects/`, { 'x-api-key': key, accept: '*/*', ...from('45.7.7.3') })
    await feed.restart()
    expect(await propose('45.7.7.1')).toContain('pulls from')
    expect(await propose('2a00:1450::/56')).toContain('2a00:1450::7, where the subscriber')
    expect(await propose('45.7.7.3')).toContain('pulls from')
  })

  it('takes a key: nobody else protects himself, and no key many', async () => {
    await begin()
    expect((await pull('45.7.7.7', 'an-unknown-key')).status).toBe(403)
    expect(await propose('45.7.7.7')).toBe('proposed')
    for (const host of [1, 2, 3, 4, 5]) {
      await pull(`45.9.9.${host}`)
      clock.pass(1000)
    }
    expect(await propose('45.9.9.1')).toBe('proposed')
    expect(await propose('45.9.9.2')).toContain('pulls from')
    clock.pass(8 * day)
    expect(await propose('45.9.9.2')).toBe('proposed')
    expect(await propose('45.9.9.5')).toContain('pulls from')
    const { subscribers } = (await ada.call('GET', 'subscribers')).body as { subscribers: { id: string }[] }
    const id = subscribers[0]?.id ?? ''
    await ada.call('DELETE', `subscribers/${id}`, ada.author.order('subscriber.remove', id, clock.now()))
    expect(await propose('45.9.9.5')).toBe('proposed')
  })

  it('does not take a ban off the list: a stolen key must not be able to un-ban', async () => {
    await begin()
    expect((await pull('45.0.0.1')).status).toBe(200)
    expect(await list()).toContain('45.0.0.1')
  })

  it('is what the nearest proxy says, and nobody else', async () => {
    await begin()
    await pull('45.1.1.1, 45.2.2.2, 127.0.0.9')
    expect([await propose('45.1.1.1'), await propose('45.2.2.2')]).toEqual([
      'proposed',
      expect.stringContaining('pulls from'),
    ])
    await feed.stop()
    await begin({ trustedProxies: [] })
    await pull('45.2.2.2')
    expect(await propose('45.2.2.2')).toBe('proposed')
  })
})

describe('where a console and its sensors are', () => {
  it('cannot be banned once it has said so with its key', async () => {
    await begin()
    expect((await presence(ada.author, '45.3.3.3', ['45.4.4.4', '2a00:1450::4', '10.0.0.1', 'x'])).status).toBe(200)
    expect(await propose('45.3.3.3')).toMatch(/^45\.3\.3\.3 is where the console of .* is$/)
    expect(await propose('45.4.4.0/24')).toMatch(/contains 45\.4\.4\.4, a sensor of the console of /)
    await feed.restart()
    expect(await propose('2a00:1450::4')).toContain('a sensor of')
    await presence(ada.author, '45.3.3.9', [])
    for (const address of ['45.3.3.3', '45.4.4.4', '2a00:1450::4']) expect(await propose(address)).toBe('proposed')
    clock.pass(91 * day)
    expect(await propose('45.3.3.9')).toBe('proposed')
  })

  it('is believed of nobody who is not let in, no second time, and not when it was said to another feed', async () => {
    await begin()
    const codeOf = ({ text }: RawAnswer): string => feedError.parse(JSON.parse(text)).error.code
    const { key } = feedInfo.parse(JSON.parse((await ledger('GET', 'info')).text))
    const order = ada.author.order('console.here', key, clock.now())
    expect((await say(order, '45.3.3.3')).status).toBe(200)
    expect(codeOf(await say(order, '45.3.3.4'))).toBe('duplicate')
    const changed = { ...order, order: { ...order.order, id: randomUUID(), sensors: ['45.3.3.4'] } }
    expect(codeOf(await say(changed, '45.3.3.3'))).toBe('bad-signature')
    expect(codeOf(await presence(createAuthor(), '45.3.3.4'))).toBe('unknown-author')
    expect(codeOf(await presence(ada.author, '45.3.3.4', [], createAuthor().key))).toBe('bad-request')
    expect(await propose('45.3.3.4')).toBe('proposed')
  })

  it('counts as long as they may: sensors of an analyst, the place of whoever belongs to the team', async () => {
    await begin()
    const bob = await connectConsole(feed, 'Bob', createAuthor(), ada)
    await ada.record('analyst.changed', bob.author.key, { roles: ['auditor'] })
    await presence(bob.author, '45.5.5.5', ['45.6.6.6'])
    expect(await propose('45.5.5.5')).toContain('the console of Bob')
    expect(await propose('45.6.6.6')).toBe('proposed')
    await ada.record('analyst.removed', bob.author.key, { reason: 'left' })
    expect(await propose('45.5.5.5')).toBe('proposed')
  })
})

const missing = missingFor()
if (missing !== undefined) console.warn(`SKIPPED, the addresses of the feed's own machine: ${missing}`)

it.skipIf(missing !== undefined)('the public addresses of its own machine are ours too', async () => {
  await begin()
  const module = resolve('src/feed/own/machine.ts')
  const program = `import { machineAddresses } from ${JSON.stringify(module)}
    process.stdout.write(JSON.stringify(machineAddresses(Date.now)()))`
  const inside = 'ip link set lo up && ip address add 45.77.1.9/32 dev lo && exec "$0" --input-type=module -e "$1"'
  const { stdout } = await promisify(execFile)('unshare', [
    process.getuid?.() === 0 ? '-n' : '-rn',
    'sh',
    '-c',
    inside,
    process.execPath,
    program,
  ])
  expect(JSON.parse(stdout)).toEqual(['45.77.1.9'])
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { subscriberList } from '../../src/contract/ledger/api.ts'
import { banReach, summedReach, type BanReach, type SubscriberReach } from '../../src/contract/ledger/reach.ts'
import { openDatabase } from '../../src/feed/ledger/database.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { createSubscribers } from '../../src/feed/subscribers/subscribers.ts'
import { connectConsole, hour, type LedgerClient } from '../support/ledger-client.ts'
import { createTestClock, type TestClock } from '../support/ledger-harness.ts'
import { ask } from '../support/raw-http.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

const day = 24 * hour

let feed: SeededFeed
let console: LedgerClient
let clock: TestClock

beforeEach(async () => {
  clock = createTestClock(Date.now())
  feed = await startSeededFeed(addresses(3), {}, clock)
  console = await connectConsole(feed)
})
afterEach(() => feed.stop())

async function reach(ban: string): Promise<BanReach> {
  const { status, body } = await console.call('GET', `reach?ban=${ban}`)
  expect(status).toBe(200)
  return banReach.parse(body)
}

const of = (found: BanReach, name: string): SubscriberReach | undefined =>
  found.subscribers.find((each) => each.name === name)

/** What each public client asks, as it asks it. */
const pulls: Record<string, (key: string) => Promise<unknown>> = {
  go: (key) => ask(`${feed.url}/api/${key}/banned/100`, { 'user-agent': 'Go-http-client/1.1' }),
  kamailio: (key) => ask(`${feed.url}/api/${key}/banned`, { 'user-agent': 'kamailio' }),
  opensips: (key) => ask(`${feed.url}/api/${key}/banned`, { accept: '*/*' }),
  kamcli: (key) => ask(`${feed.url}/api/${key}/banned`, { 'accept-encoding': 'identity' }),
  bash: (key) => ask(`${feed.url}/api/${key}/banned/100`, { 'user-agent': 'curl/7.88.1' }),
  jambonz: (key) => ask(`${feed.url}/api/${key}/banned`, { 'user-agent': 'axios/1.6.2' }),
  v2: (key) =>
    ask(`${feed.url}/api/get`, { authorization: `Bearer ${key}` }, 'POST', JSON.stringify({ set: 'sip', id: '100' })),
  intuitive: (key) => ask(`${feed.url}/bwnoa/v4list?list=ipblack&token=${key}&timestamp=0`),
  crowdsec: (key) =>
    ask(`${feed.url}/v1/decisions/stream?startup=true`, {
      'x-api-key': key,
      'user-agent': 'crowdsec-firewall-bouncer/v0.0.25',
    }),
  pfsense: (key) => ask(`${feed.url}/list/${key}/plain`, { 'user-agent': 'pfSense/pfBlockerNG' }),
  nft: (key) => ask(`${feed.url}/list/${key}/nft`, { 'user-agent': 'curl/7.88.1' }),
  misp: (key) => ask(`${feed.url}/misp/${key}/manifest.json`),
  strange: (key) => ask(`${feed.url}/api/${key}/banned`, { 'user-agent': 'Mozilla/5.0' }),
}

const keys = new Map<string, string>()

async function subscribe(...names: readonly string[]): Promise<void> {
  for (const name of names) keys.set(name, (await console.addSubscriber(name)).key)
}

const pull = (name: string): Promise<unknown> | undefined => pulls[name]?.(keys.get(name) ?? '')

describe('reach', () => {
  it('knows each client by what it asks, and what it will do with a revoked address', async () => {
    await subscribe(...Object.keys(pulls), 'silent')
    const before = clock.now()
    const id = await console.ban('8.8.8.8', { duration: 10 * day })
    clock.pass(60_000)
    for (const name of Object.keys(pulls)) await pull(name)
    const pulled = clock.now()
    clock.pass(60_000)
    await console.record('ban.revoked', id, { reason: 'a customer' })
    const found = await reach(id)
    const expires = before + 10 * day
    const expected: Record<string, Partial<SubscriberReach>> = {
      go: { families: ['apiban-v1'], ends: 'at-a-time', latest: pulled + 7 * day },
      kamailio: { families: ['kamailio'], ends: 'at-a-time', latest: pulled + 7 * day },
      kamcli: { families: ['kamailio'], ends: 'at-a-time', latest: pulled + 7 * day },
      opensips: { families: ['opensips'], ends: 'never' },
      bash: { families: ['bash'], ends: 'never' },
      jambonz: { families: ['jambonz'], ends: 'at-next-pull' },
      v2: { families: ['apiban-v2'], ends: 'at-a-time', latest: pulled + 7 * day },
      intuitive: { families: ['intuitive'], ends: 'at-a-time', latest: pulled + 2 * day },
      crowdsec: { families: ['crowdsec'], ends: 'at-next-pull', latest: expires },
      pfsense: { families: ['list'], ends: 'at-next-pull' },
      nft: { families: ['timed-list'], ends: 'at-a-time', latest: expires },
      misp: { families: ['misp'], ends: 'at-next-pull' },
      strange: { families: ['unknown'], ends: 'unknown' },
    }
    for (const [name, each] of Object.entries(expected)) {
      const known = { id: expect.any(String) as string, name, state: 'has', lastPull: pulled, stale: false }
      expect(of(found, name)).toEqual({ ...known, ...each })
    }
    expect(of(found, 'silent')).toMatchObject({ state: 'has-not', families: [], stale: false })
    expect(summedReach(found)).toEqual({ mayBlock: 13 })
  })

  it('says when the last of them forgets, and that they have when they have', async () => {
    await subscribe('go', 'intuitive', 'crowdsec')
    const id = await console.ban('8.8.8.8', { duration: 30 * day })
    clock.pass(1000)
    for (const name of ['go', 'intuitive', 'crowdsec']) await pull(name)
    const pulled = clock.now()
    await console.record('ban.revoked', id, { reason: 'a customer' })
    expect(summedReach(await reach(id))).toEqual({ mayBlock: 3, latest: pulled + 30 * day - 1000 })
    clock.pass(1000)
    await pull('crowdsec')
    expect(summedReach(await reach(id))).toEqual({ mayBlock: 2, latest: pulled + 7 * day })
    clock.pass(2 * day)
    expect(summedReach(await reach(id))).toEqual({ mayBlock: 1, latest: pulled + 7 * day })
    expect(of(await reach(id), 'go')?.stale).toBe(true)
    clock.pass(5 * day)
    expect(summedReach(await reach(id))).toEqual({ mayBlock: 0 })
  })

  it('does not say that somebody has what was gone before the pull', async () => {
    await subscribe('go', 'nft', 'kamailio')
    await pull('kamailio')
    const id = await console.ban('8.8.8.8')
    await console.record('ban.revoked', id, { reason: 'a customer' })
    clock.pass(1000)
    await console.ban('9.9.9.9')
    clock.pass(1000)
    for (const name of ['go', 'nft', 'kamailio']) await pull(name)
    expect((await reach(id)).subscribers.map(({ state }) => state)).toEqual([
      'has-not',
      'has-not',
      'has-not',
      'has-not',
    ])
  })

  it('does not say that somebody has what his client cannot hold', async () => {
    await subscribe('go', 'nft')
    const id = await console.ban('2a00:1450::8')
    const range = await console.ban('9.9.9.0/29')
    for (const name of ['go', 'nft']) await pull(name)
    for (const ban of [id, range]) {
      expect(of(await reach(ban), 'go')?.state).toBe('has-not')
      expect(of(await reach(ban), 'nft')?.state).toBe('has')
    }
  })

  it('is unknown where the feed was not there to see it', async () => {
    await subscribe('go')
    const id = await console.ban('8.8.8.8')
    const { ID } = JSON.parse((await ask(`${feed.url}/api/${feed.key}/banned`)).text) as { ID: string }
    await console.record('ban.revoked', id, { reason: 'a customer' })
    await console.ban('9.9.9.9')
    clock.pass(1000)
    // It asks behind an ID that this feed never gave it: a key that was moved, or a feed restored from a backup.
    await ask(`${feed.url}/api/${keys.get('go') ?? ''}/banned/${ID}`, { 'user-agent': 'Go-http-client/1.1' })
    expect(of(await reach(id), 'go')?.state).toBe('unknown')
  })

  it('is not made of a request that was answered without the list, and is told of each subscriber', async () => {
    await subscribe('go', 'kamailio')
    const id = await console.ban('8.8.8.8')
    await ask(`${feed.url}/api/${keys.get('go') ?? ''}/banned`, { 'user-agent': 'Go-http-client/1.1' }, 'HEAD')
    await pull('kamailio')
    expect(of(await reach(id), 'go')?.state).toBe('has-not')
    const { subscribers } = subscriberList.parse((await console.call('GET', 'subscribers')).body)
    expect(subscribers.map(({ name, families }) => [name, families])).toEqual([
      ['pbx', []],
      ['go', []],
      ['kamailio', ['kamailio']],
    ])
  })

  it('knows who has what, and gives a SIEM all that is new, while the clock is an hour back', async () => {
    await subscribe('crowdsec', 'nft', 'siem')
    await console.ban('9.9.9.9')
    const siem = { accept: 'application/taxii+json;version=2.1', 'user-agent': 'siem' }
    const authorization = `Basic ${Buffer.from(`siem:${keys.get('siem') ?? ''}`).toString('base64')}`
    const taxii = (path: string) => ask(`${feed.url}/taxii2/honeynet/collections/${path}`, { ...siem, authorization })
    const { collections } = JSON.parse((await taxii('')).text) as { collections: { id: string }[] }
    const newer = async (than: string): Promise<{ last: string; names: unknown[] }> => {
      const path = `${collections[0]?.id ?? ''}/objects/?limit=1000${than === '' ? '' : `&added_after=${than}`}`
      const { headers, text } = await taxii(path)
      const { objects = [] } = JSON.parse(text) as { objects?: { name: string }[] }
      return { last: String(headers['x-taxii-date-added-last']), names: objects.map(({ name }) => name) }
    }
    let { last } = await newer('')
    clock.set(clock.now() - hour)
    const ids: string[] = []
    for (const address of ['8.8.8.8', '8.8.4.4', '1.0.0.1']) {
      ids.push(await console.ban(address))
      const found = await newer(last)
      expect(found.names).toEqual([address])
      last = found.last
    }
    for (const name of ['crowdsec', 'nft']) await pull(name)
    for (const id of ids) {
      const found = await reach(id)
      expect(['crowdsec', 'nft'].map((name) => of(found, name)?.state)).toEqual(['has', 'has'])
    }
  })

  it('goes on counting whoever had it when the key was taken, as one that is told nothing any more', async () => {
    await subscribe('bash', 'go', 'pfsense', 'crowdsec', 'kamailio')
    const id = await console.ban('8.8.8.8', { duration: 10 * day })
    const expires = clock.now() + 10 * day
    clock.pass(1000)
    for (const name of ['bash', 'go', 'pfsense', 'crowdsec']) await pull(name)
    const pulled = clock.now()
    clock.pass(1000)
    const { subscribers } = subscriberList.parse((await console.call('GET', 'subscribers')).body)
    for (const each of subscribers) await console.removeSubscriber(each.id)
    const removedAt = clock.now()
    await console.record('ban.revoked', id, { reason: 'a customer' })
    expect(await pull('bash')).toMatchObject({ status: 403 })
    expect(subscriberList.parse((await console.call('GET', 'subscribers')).body).subscribers).toEqual([])
    clock.pass(2 * day)
    const expected = {
      bash: { ends: 'never' },
      go: { ends: 'at-a-time', latest: pulled + 7 * day },
      // Its next pull would have ended it, but it is given nothing any more.
      pfsense: { ends: 'unknown' },
      crowdsec: { ends: 'at-a-time', latest: expires },
    }
    const found = await reach(id)
    // Whoever had nothing has nothing to be told about.
    expect(found.subscribers.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort())
    for (const [name, each] of Object.entries(expected))
      expect(of(found, name)).toMatchObject({ ...each, state: 'has', removedAt, stale: false })
    const database = openDatabase(feed.directory)
    const limits = { pulls: 1, checks: 1, minutes: 1 }
    const again = createSubscribers(
      subscriberRows(database),
      limits,
      () => clock.now(),
      () => 0,
    )
    expect(again.seen().map(({ subscriber: { name }, removedAt: at }) => [name, at])).toEqual(
      expect.arrayContaining(Object.keys(expected).map((name) => [name, removedAt])),
    )
    expect(again.seen().find(({ subscriber }) => subscriber.name === 'bash')?.given.size).toBe(1)
    database.close()
    clock.pass(8 * day)
    const later = (await reach(id)).subscribers.map(({ name }) => name).sort()
    expect(later).toEqual(['bash', 'pfsense'])
  })

  it('refuses what is no ban', async () => {
    for (const query of ['', '?ban=', '?ban=x', '?ban=__proto__'])
      expect((await console.call('GET', `reach${query}`)).status).toBe(404)
  })
})

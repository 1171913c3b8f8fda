import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import { startFeed } from '../../support/feed-process.ts'
import { startGatedFeed, type GatedFeed } from '../../support/gated-feed.ts'
import { startScriptedSensor } from '../../support/scripted-sensor.ts'
import { connected, request, startTriage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

/** Two whole consoles, each with sensors of its own, on the feed that their team shares. */
const hour = 3_600_000
const attacker = '198.51.100.7'
const mine = ['198.51.100.11', '198.51.100.12', '198.51.100.13']
const theirs = ['198.51.100.21', '198.51.100.22']
const seen = [attacker, ...mine, ...theirs].map((source) => request({ source, at: (Date.now() - 10 * hour) * 1000 }))
const stops: (() => unknown)[] = []
let gate: GatedFeed
let ada: ConsoleClient
let bob: ConsoleClient

async function openConsole(): Promise<ConsoleClient> {
  const triage = await startTriage(seen)
  stops.push(() => triage.stop())
  await connected(triage.client)
  return triage.client
}

beforeAll(async () => {
  const feed = await startFeed({ demo: true, solo: false, holdSeconds: 0 })
  stops.push(() => feed.stop())
  gate = await startGatedFeed(feed.url)
  stops.push(() => gate.stop())
  ;[ada, bob] = await Promise.all([openConsole(), openConsole()])
  const { token } = feed
  await ada.call('feed.join', { url: gate.url, token })
  await connected(ada)
  await until('Ada is in the team', async () => (await ada.call('people.list', {})).me.state === 'admitted')
  const roles = ['analyst', 'approver'] as const
  const { code } = await ada.call('people.invite', { name: 'Bob', roles: [...roles] })
  await bob.call('feed.join', { url: gate.url, token, code })
  const newcomer = await until('Ada sees Bob', async () =>
    (await ada.call('people.list', {})).people.find(({ name, state }) => name === 'Bob' && state === 'enrolled'),
  )
  await ada.call('people.admit', { key: newcomer.id, roles: [...roles], fingerprint: newcomer.fingerprint ?? '' })
  await until('Bob is in the team', async () => (await bob.call('people.list', {})).me.state === 'admitted')
})
afterAll(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const propose = async (client: ConsoleClient, address: string): Promise<string> =>
  (await client.call('ban.propose', { address, reason: 'toll fraud', duration: hour })).id
const sees = (client: ConsoleClient, id: string, what: (ban: BanRow) => boolean): Promise<BanRow> =>
  until('the console sees it', async () => {
    const ban = await client.call('ban.get', { id })
    return what(ban) && ban
  })

test('a bulk approves what others proposed, and refuses one’s own one by one, each with its address and why', async () => {
  const [own, others] = [
    await Promise.all(mine.map((address) => propose(ada, address))),
    await Promise.all(theirs.map((address) => propose(bob, address))),
  ]
  for (const id of others) await sees(ada, id, ({ state }) => state === 'proposed')
  const { job } = await ada.call('bans.decide', { act: 'approve', ids: [own[0] ?? '', ...others, ...own.slice(1)] })
  const outcome = await until('the bulk is over', async () => {
    const decided = await ada.call('bans.decided', { job })
    return decided.state === 'done' && decided
  })
  expect(outcome).toMatchObject({ total: 5, done: 5, recorded: 2, queued: 0 })
  expect(outcome.refused.map(({ id, address }) => [id, address])).toEqual(own.map((id, at) => [id, mine[at]]))
  for (const { message } of outcome.refused) expect(message).toMatch(/somebody else/)
  for (const id of others) await sees(bob, id, ({ state }) => state === 'published')
  for (const id of own) {
    const { state, pending } = await ada.call('ban.get', { id })
    expect({ state, pending }).toEqual({ state: 'proposed', pending: undefined })
  }
})

test('two consoles propose more time for the same ban at once: one is recorded, of the other nothing is left', async () => {
  const id = await propose(ada, attacker)
  await sees(bob, id, ({ state }) => state === 'proposed')
  await bob.call('ban.approve', { id })
  for (const client of [ada, bob]) await sees(client, id, ({ state }) => state === 'published')
  const racing = gate.race('ban.extension-proposed', 2)
  for (const client of [ada, bob]) {
    const sensor = await startScriptedSensor()
    stops.push(() => sensor.close())
    sensor.events = [request({ source: attacker, at: Date.now() * 1000 + 1_000_000 })]
    await client.call('sensor.add', { url: sensor.url, token: 'x'.repeat(16) })
  }
  expect((await racing).size).toBe(2)
  for (const client of [ada, bob]) {
    const ban = await sees(client, id, ({ extension }) => extension !== undefined)
    expect(ban.extension?.automatic).toBe(true)
    await until('nothing waits', async () => (await client.call('feed.status', {})).waiting === 0)
    expect((await client.call('ban.get', { id })).pending).toBeUndefined()
    const { rows } = await client.call('ledger.records', { about: id, limit: 50 })
    expect(rows.filter(({ kind }) => kind === 'ban.extension-proposed')).toHaveLength(1)
  }
})

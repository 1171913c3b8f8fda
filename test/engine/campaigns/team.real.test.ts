import { afterEach, expect, test } from 'vitest'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import { startFeed } from '../../support/feed-process.ts'
import { connected, startTriage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const [one, two] = ['203.0.113.7', '203.0.113.8']
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function start(): Promise<ConsoleClient> {
  const triage = await startTriage([])
  stops.push(() => triage.stop())
  await connected(triage.client)
  return triage.client
}

const label = (client: ConsoleClient, address: string, add: string[], remove: string[] = []) =>
  client.call('labels.change', { sources: [address], add, remove })
const wears = (client: ConsoleClient, address: string, words: readonly string[]) =>
  until(`${address} wears ${words.join(' ')}`, async () => {
    const worn = await client.call('labels.of', { address })
    return worn.join(' ') === words.join(' ')
  })
const names = async (client: ConsoleClient): Promise<readonly string[]> =>
  (await client.call('campaigns.list', {})).map(({ name, sources }) => `${name} ${sources}`).toSorted()
const has = (client: ConsoleClient, expected: readonly string[]) =>
  until(`there is ${expected.join(', ')}`, async () => (await names(client)).join() === expected.join())
const idOf = async (client: ConsoleClient, name: string): Promise<number> =>
  (await client.call('campaigns.list', {})).find((row) => row.name === name)?.id ?? expect.fail(name)

test('two consoles on one feed see each other’s tags; who joins brings theirs along, once they may tag', async () => {
  const feed = await startFeed({ demo: true, solo: false })
  stops.push(() => feed.stop())
  const [ada, bob] = [await start(), await start()]
  const join = (client: ConsoleClient, code?: string) =>
    client.call('feed.join', { url: feed.url, token: feed.token, ...(code === undefined ? {} : { code }) })
  await label(ada, one, ['ours'])
  await label(bob, one, ['pbx'])
  await bob.call('campaign.create', { name: 'Bob’s', note: 'at night', sources: [two] })

  await join(ada)
  await wears(ada, one, ['ours'])
  const { code } = await ada.call('people.invite', { name: 'Bob', roles: ['analyst'] })
  await join(bob, code)
  await wears(bob, one, ['ours'])
  await connected(bob)
  await expect(label(bob, one, ['mine'])).rejects.toMatchObject({ code: 'refused', reason: 'forbidden' })
  expect(await bob.call('labels.of', { address: one })).toEqual(['ours'])
  expect(await names(bob)).toEqual([])
  const newcomer = await until('Bob is enrolled', async () =>
    (await ada.call('people.list', {})).people.find(({ state }) => state === 'enrolled'),
  )
  await ada.call('people.admit', {
    ...{ key: newcomer.id, roles: ['analyst'] },
    fingerprint: newcomer.fingerprint ?? '',
  })
  for (const client of [ada, bob]) {
    await wears(client, one, ['ours', 'pbx'])
    await has(client, ['Bob’s 1'])
  }

  await label(bob, two, ['research'], [])
  await wears(ada, two, ['research'])
  await label(ada, two, [], ['research'])
  await wears(bob, two, [])
  const theirs = await idOf(ada, 'Bob’s')
  expect(await ada.call('campaign.addSources', { id: theirs, sources: [one, two] })).toEqual({ added: [one] })
  await ada.call('campaign.update', { id: theirs, name: 'Ours' })
  await has(bob, ['Ours 2'])
  expect((await ada.call('campaign.get', { id: theirs })).campaign.note).toBe('at night')
  await bob.call('campaign.remove', { id: await idOf(bob, 'Ours') })
  await has(ada, [])
  await expect(ada.call('campaign.update', { id: theirs, name: 'late' })).rejects.toMatchObject({ code: 'not-found' })

  // Each feed has its own: on the way back Bob finds what he left, and coming again brings back nothing that was removed.
  await bob.call('feed.leave', {})
  await wears(bob, one, ['pbx'])
  await has(bob, ['Bob’s 1'])
  await label(ada, one, [], ['pbx'])
  await join(bob)
  await wears(bob, one, ['ours'])
  await connected(bob)
  await label(bob, two, ['again'])
  await wears(ada, two, ['again'])
  expect([await ada.call('labels.of', { address: one }), await names(ada)]).toEqual([['ours'], []])
  expect(await ada.call('feed.status', {})).toMatchObject({ waiting: 0, ledger: { verified: true } })
})

test('tags made while the feed is away are shown at once, and recorded by the feed that is there first', async () => {
  const triage = await startTriage([], { feedProgram: '/nonexistent/feed.ts' })
  stops.push(() => triage.stop())
  const { client } = triage
  await label(client, one, ['ours'])
  const { id } = await client.call('campaign.create', { name: 'Night shift', note: '', sources: [one, two] })
  await label(client, one, ['pbx'], ['ours'])
  expect(await client.call('labels.of', { address: one })).toEqual(['pbx'])
  expect((await client.call('campaign.get', { id })).campaign).toMatchObject({ name: 'Night shift', sources: 2 })
  expect((await client.call('feed.status', {})).waiting).toBe(4)
  expect((await client.call('feed.choice', {})).leftBehind).toEqual({ published: 0, waiting: 0 })

  const feed = await startFeed({ demo: true, solo: true })
  stops.push(() => feed.stop())
  await client.call('feed.join', { url: feed.url, token: feed.token })
  await connected(client)
  await until('all is recorded', async () => (await client.call('feed.status', {})).waiting === 0)
  expect(await client.call('labels.of', { address: one })).toEqual(['pbx'])
  expect(await names(client)).toEqual(['Night shift 2'])
  expect(await idOf(client, 'Night shift')).toBe(id)
})

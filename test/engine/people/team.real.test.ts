import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import type { PersonRow } from '../../../src/contract/console/people.ts'
import { runFeed, startFeed, type FeedProcess } from '../../support/feed-process.ts'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const attacker = '203.0.113.7'
const day = 86_400_000
const traffic = [request({ source: attacker, at: Date.UTC(2026, 2, 1) * 1000 })]
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function start(): Promise<Triage> {
  const triage = await startTriage(traffic)
  stops.push(() => triage.stop())
  await connected(triage.client)
  return triage
}

async function shared(): Promise<FeedProcess> {
  const feed = await startFeed({ demo: true, solo: false, holdSeconds: 0 })
  stops.push(() => feed.stop())
  return feed
}

const joinTeam = (client: ConsoleClient, { url, token }: FeedProcess, code?: string): Promise<void> =>
  client.call('feed.join', { url, token, ...(code === undefined ? {} : { code }) })

const personAs = (client: ConsoleClient, name: string, state: PersonRow['state']): Promise<PersonRow> =>
  until(`${name} is ${state}`, async () => {
    const { people } = await client.call('people.list', {})
    return people.find((each) => each.name === name && each.state === state)
  })

const banAs = (client: ConsoleClient, id: string, state: BanRow['state']): Promise<BanRow> =>
  until(`the ban is ${state}`, async () =>
    (await client.call('bans.list', {})).find((each) => each.id === id && each.state === state),
  )

test('a colleague joins by code, can only read until confirmed, and then is the second pair of eyes', async () => {
  const feed = await shared()
  const [ada, bob] = [await start(), await start()]
  await joinTeam(ada.client, feed)
  await connected(ada.client)
  const mine = await until('the founder is recorded', async () => {
    const { me } = await ada.client.call('people.list', {})
    return me.state === 'admitted' && me
  })
  expect(mine.roles).toContain('publisher')

  await expect(joinTeam(bob.client, feed)).rejects.toMatchObject({ code: 'refused', reason: 'forbidden' })
  expect(await bob.client.call('feed.choice', {})).toMatchObject({ use: 'own' })
  expect(existsSync(join(bob.directory, 'feed.json'))).toBe(false)

  const { code } = await ada.client.call('people.invite', { name: 'Bob', roles: ['analyst', 'approver'] })
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
  expect(await personAs(ada.client, 'Bob', 'invited')).toMatchObject({ promised: ['analyst', 'approver'] })
  await joinTeam(bob.client, feed, code.toLowerCase().replaceAll('-', ' '))
  await connected(bob.client)
  const file = join(bob.directory, 'feed.json')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain(code)

  const waiting = await personAs(ada.client, 'Bob', 'enrolled')
  const { me } = await until('Bob sees himself', async () => {
    const team = await bob.client.call('people.list', {})
    return team.me.state === 'enrolled' && team
  })
  expect(me).toMatchObject({ roles: ['auditor'], fingerprint: waiting.fingerprint })
  const proposal = { address: attacker, reason: 'toll fraud', duration: day }
  await expect(bob.client.call('ban.propose', proposal)).rejects.toMatchObject({ reason: 'forbidden' })

  const admission = { key: waiting.id, roles: ['analyst', 'approver'] as ('analyst' | 'approver')[] }
  await expect(ada.client.call('people.admit', { ...admission, fingerprint: mine.fingerprint })).rejects.toMatchObject({
    reason: 'confirmation',
  })
  await ada.client.call('people.admit', { ...admission, fingerprint: waiting.fingerprint ?? '' })
  await personAs(bob.client, 'Bob', 'admitted')

  const { id } = await ada.client.call('ban.propose', proposal)
  await banAs(bob.client, id, 'proposed')
  await expect(ada.client.call('ban.approve', { id })).rejects.toMatchObject({ reason: 'four-eyes' })
  await bob.client.call('ban.approve', { id })
  expect(await banAs(ada.client, id, 'published')).toMatchObject({ approvedBy: 'Bob', solo: false })

  await ada.client.call('people.remove', { key: waiting.id, reason: 'left the team' })
  await personAs(bob.client, 'Bob', 'removed')
  await expect(bob.client.call('ban.revoke', { id, reason: 'on the way out' })).rejects.toMatchObject({
    code: 'refused',
  })
  await banAs(ada.client, id, 'published')
})

test('five wrong codes end an invitation, and nothing of this console has changed', async () => {
  const feed = await shared()
  const [ada, bob] = [await start(), await start()]
  await joinTeam(ada.client, feed)
  await connected(ada.client)
  const { code } = await ada.client.call('people.invite', { name: 'Bob', roles: ['analyst'] })
  await personAs(ada.client, 'Bob', 'invited')
  for (let time = 0; time < 5; time += 1)
    await expect(joinTeam(bob.client, feed, 'AAAA-BBBB-CCCC-DDDD')).rejects.toMatchObject({ reason: 'forbidden' })
  await until('the invitation is over', async () =>
    (await ada.client.call('people.list', {})).people.every(({ state }) => state !== 'invited'),
  )
  await expect(joinTeam(bob.client, feed, code)).rejects.toMatchObject({ reason: 'forbidden' })
  expect(await bob.client.call('feed.choice', {})).toMatchObject({ use: 'own' })
  await connected(bob.client)
})

test('what is left behind is confirmed by its number, set aside, and there again on the way back', async () => {
  const feed = await shared()
  const { client } = await start()
  const { id } = await client.call('ban.propose', { address: attacker, reason: 'toll fraud', duration: day })
  await banAs(client, id, 'proposed')
  await client.call('ban.approve', { id })
  await banAs(client, id, 'published')
  expect((await client.call('feed.choice', {})).leftBehind).toEqual({ published: 1, waiting: 0 })
  await expect(joinTeam(client, feed)).rejects.toMatchObject({ reason: 'confirmation' })

  await client.call('feed.join', { url: feed.url, token: feed.token, confirmation: '1' })
  await connected(client)
  expect(await client.call('bans.list', {})).toEqual([])
  expect(await client.call('feed.status', {})).toMatchObject({ url: feed.url, ledger: { verified: true } })

  await client.call('feed.leave', {})
  await connected(client)
  expect(await client.call('feed.choice', {})).toMatchObject({ use: 'own', leftBehind: { published: 1 } })
  await client.call('ban.revoke', { id, reason: 'a customer' })
  await banAs(client, id, 'revoked')
  expect(await client.call('feed.status', {})).toMatchObject({ ledger: { verified: true } })
})

test('a feed that lost records gets them back from a console that holds them, or the console gives them up by their number', async () => {
  const place = mkdtempSync(join(tmpdir(), 'feed-lost-'))
  stops.push(() => rmSync(place, { recursive: true, force: true }))
  const [home, file] = [join(place, 'feed'), join(place, 'feed.backup')]
  mkdirSync(home)
  const begin = (): Promise<FeedProcess> => startFeed({ demo: true, solo: false, holdSeconds: 0, directory: home })
  const restore = async (...more: readonly string[]): Promise<FeedProcess> => {
    for (const name of ['ledger.db', 'ledger.db-wal', 'ledger.db-shm']) rmSync(join(home, name), { force: true })
    const { code, err } = await runFeed('--config', join(home, 'feed.yaml'), '--restore', file, ...more)
    expect([code, err]).toEqual([0, expect.any(String)])
    return begin()
  }
  let feed = await begin()
  stops.push(() => feed.stop())
  const { client, directory } = await start()
  const followed = async (): Promise<void> => {
    await joinTeam(client, feed)
    await connected(client)
  }
  const propose = async (address: string): Promise<string> => {
    const asked = { address, confirmation: address, reason: 'toll fraud', duration: day }
    const { id } = await client.call('ban.propose', asked)
    await banAs(client, id, 'proposed')
    return id
  }
  const known = async (): Promise<string[]> => (await client.call('bans.list', {})).map(({ id }) => id).sort()
  const lost = (): Promise<number> =>
    until('the console says what was lost', async () => (await client.call('feed.choice', {})).lost)

  await followed()
  const kept = await propose(attacker)
  expect(await runFeed('--config', join(home, 'feed.yaml'), '--backup', file)).toMatchObject({ code: 0 })
  const both = [kept, await propose('203.0.113.8')].sort()
  await client.call('labels.change', { sources: [attacker], add: ['ours'] })
  await feed.stop()

  feed = await restore()
  await joinTeam(client, feed)
  expect(await lost()).toBe(2)
  expect(await client.call('feed.status', {})).toMatchObject({
    state: 'refused',
    error: 'the feed went on from a backup and has lost the last 2 records that this console has seen',
  })
  expect(await known()).toEqual(both)
  await feed.stop()
  feed = await restore('--console', join(directory, 'console.db'))
  await followed()
  expect([await known(), (await client.call('feed.choice', {})).lost]).toEqual([both, undefined])
  expect(await client.call('labels.of', { address: attacker })).toEqual(['ours'])
  await feed.stop()

  feed = await restore()
  await joinTeam(client, feed)
  const number = await lost()
  await expect(client.call('feed.followRestored', {})).rejects.toMatchObject({ reason: 'confirmation' })
  await expect(client.call('feed.followRestored', { confirmation: `${number + 1}` })).rejects.toMatchObject({
    reason: 'confirmation',
  })
  await client.call('feed.followRestored', { confirmation: String(number) })
  await connected(client)
  expect([await known(), await client.call('labels.of', { address: attacker })]).toEqual([[kept], []])
  await expect(client.call('feed.followRestored', { confirmation: String(number) })).rejects.toMatchObject({
    code: 'conflict',
  })
  const later = await propose('203.0.113.9')
  await client.call('feed.leave', {})
  await connected(client)
  expect(await known()).toEqual([])
  await followed()
  expect(await known()).toEqual([kept, later].sort())
  expect((await client.call('feed.status', {})).ledger).toMatchObject({ verified: true })
})

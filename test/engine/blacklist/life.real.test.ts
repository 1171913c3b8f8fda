import { afterEach, expect, test } from 'vitest'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const attacker = '203.0.113.7'
const day = 86_400_000
let open: Triage | undefined
afterEach(async () => {
  await open?.stop()
  open = undefined
})

/** What was decided has become a record of the feed, however long it took. */
const recorded = (client: ConsoleClient): Promise<unknown> =>
  until('nothing waits for the feed', async () => (await client.call('feed.status', {})).waiting === 0)

const traffic = [
  request({ source: attacker, at: start, method: 'OPTIONS', user: '100', agent: 'friendly-scanner' }),
  request({ source: attacker, at: start + 1_000_000, user: '900946850780296' }),
  request({ source: attacker, at: start + 2_000_000, user: '001146850780296' }),
  request({ source: attacker, at: start + 3_000_000, method: 'REGISTER', user: '200' }),
  request({ source: '203.0.113.8', at: start + 4_000_000, proof: 0 }),
]

test('a ban goes through propose, approve, hold, publish and revoke, each shown only once the feed recorded it', async () => {
  open = await startTriage(traffic)
  const { client } = open
  await connected(client)
  const draft = await client.call('ban.draft', { address: attacker })
  expect(draft).toMatchObject({
    address: attacker,
    proof: 'nonce',
    messages: 4,
    refusals: [],
    concerns: [],
    notes: [],
    solo: true,
  })
  expect(draft.evidence.map(({ role }) => role)).toEqual(['first', 'worst', 'worst', 'latest'])

  const proposed = await client.call('ban.propose', { address: attacker, reason: 'toll fraud', duration: 7 * day })
  await recorded(client)
  const { id } = proposed
  const row = async () => (await client.call('bans.list', {})).find((each) => each.id === id)
  expect(await row()).toMatchObject({ state: 'proposed', address: attacker, messages: 4 })
  const whole = await client.call('ban.get', { id })
  expect(whole.evidence.map(({ event }) => typeof event)).toEqual(['number', 'number', 'number', 'number'])

  await client.call('ban.approve', { id })
  await recorded(client)
  // Its hold is short, and may be over.
  expect(['held', 'published']).toContain((await row())?.state)
  expect(await row()).toMatchObject({ solo: true })
  const published = await until('it is published', async () => {
    const now = await row()
    return now?.state === 'published' && now
  })
  expect(published.listId).toMatch(/^\d{4,}$/)
  expect(published.expiresAt! - published.publishedAt!).toBeGreaterThan(6.9 * day)
  await expect(client.call('ban.withdraw', { id })).rejects.toMatchObject({ code: 'refused', reason: 'wrong-state' })

  await client.call('ban.revoke', { id, reason: 'a customer' })
  await recorded(client)
  expect(await row()).toMatchObject({ state: 'revoked' })
  expect((await client.call('ban.get', { id })).steps.map(({ kind }) => kind)).toEqual([
    'ban.proposed',
    'ban.approved',
    'ban.held',
    'ban.published',
    'ban.revoked',
  ])
  expect(await client.call('feed.status', {})).toMatchObject({
    state: 'connected',
    waiting: 0,
    ledger: { verified: true },
  })
})

test('an address that may be forged must be typed again, and one that is banned or reserved is refused', async () => {
  open = await startTriage(traffic)
  const { client } = open
  await connected(client)
  const unproven = { address: '203.0.113.8', reason: 'scans', duration: day }
  const draft = await client.call('ban.draft', { address: unproven.address })
  expect(draft.concerns.map(({ code }) => code)).toEqual(['unproven'])
  await expect(client.call('ban.propose', unproven)).rejects.toMatchObject({ reason: 'confirmation' })
  const typed = { ...unproven, confirmation: unproven.address }
  await client.call('ban.propose', typed)
  await recorded(client)
  await expect(client.call('ban.propose', typed)).rejects.toMatchObject({ reason: 'duplicate' })
  const own = await client.call('ban.draft', { address: '192.0.2.250' })
  expect(own.refusals.map(({ code }) => code)).toContain('refused-range')
  const wide = await client.call('ban.draft', { address: '2001:db8::/56' })
  expect(wide.notes.map(({ code }) => code)).toEqual(['not-enforced'])
  expect(wide.concerns.map(({ code }) => code)).toEqual(['unseen'])
  await expect(client.call('ban.draft', { address: '10.1.2.3' })).resolves.toMatchObject({
    refusals: [{ code: 'refused-range' }],
  })
})

test('four eyes: what the feed refuses is told, changes nothing and leaves nothing waiting', async () => {
  open = await startTriage(traffic, { feed: { solo: false } })
  const { client } = open
  await connected(client)
  const { id } = await client.call('ban.propose', { address: attacker, reason: 'toll fraud', duration: day })
  await expect(client.call('ban.approve', { id })).rejects.toMatchObject({ code: 'refused', reason: 'four-eyes' })
  expect((await client.call('bans.list', {}))[0]).toMatchObject({ id, state: 'proposed' })
  expect((await client.call('feed.status', {})).waiting).toBe(0)
})

test('the whitelist does what its preview said', async () => {
  open = await startTriage(traffic)
  const { client } = open
  await connected(client)
  const first = await client.call('ban.propose', { address: attacker, reason: 'toll fraud', duration: day })
  await client.call('ban.approve', { id: first.id })
  await until('it is published', async () => (await client.call('bans.list', {}))[0]?.state === 'published')
  const second = await client.call('ban.propose', {
    ...{ address: '203.0.113.8', confirmation: '203.0.113.8', reason: 'scans', duration: day },
  })
  const preview = await client.call('whitelist.preview', { value: '203.0.113.0/28' })
  expect(preview).toEqual({
    value: '203.0.113.0/28',
    ...{ match: 'network', mode: 'block', overlaps: [], overlapping: 0, bundled: [] },
    approver: '1 published ban would fall',
    ...{ sources: 2, messages: 5, dialogs: 5 },
    withdraws: [{ id: second.id, address: '203.0.113.8' }],
    revokes: [{ id: first.id, address: attacker }],
    splits: [],
  })
  const added = await client.call('whitelist.add', { value: '203.0.113.0/28', reason: 'our lab', duration: day })
  await recorded(client)
  await until('both bans ended', async () => {
    const states = new Map((await client.call('bans.list', {})).map((each) => [each.id, each.state]))
    return states.get(first.id) === 'revoked' && states.get(second.id) === 'blocked'
  })
  const again = await client.call('ban.draft', { address: attacker })
  expect(again.refusals.map(({ code }) => code)).toEqual(['whitelisted'])
  await expect(client.call('ban.propose', { address: attacker, reason: 'again', duration: day })).rejects.toMatchObject(
    { code: 'refused', reason: 'whitelisted' },
  )
  const inside = await client.call('whitelist.preview', { value: attacker })
  expect(inside.overlaps.map(({ value }) => value)).toEqual(['203.0.113.0/28'])
  expect(await client.call('whitelist.covered', { ids: [added.id] })).toEqual([
    { id: added.id, sources: 2, messages: 5, dialogs: 5 },
  ])
  const verdict = await client.call('whitelist.test', { address: attacker })
  expect(verdict).toMatchObject({ proposal: 'refused', hidden: false, entries: [{ id: added.id }] })
  const guest = { id: added.id, reason: 'it is a guest', mode: 'inform', duration: 2 * day } as const
  const shown = (await client.call('whitelist.list', {})).entries.find(({ id }) => id === added.id)
  const before = { mode: 'block', expiresAt: shown?.expiresAt ?? expect.fail() } as const
  const became = await client.call('whitelist.change', guest)
  await recorded(client)
  // The way back leads to the very end that it had, and nowhere when somebody has changed it again.
  const back = { ...before, id: added.id, reason: 'undone by the analyst' }
  const { mode, expiresAt } = became
  await client.call('whitelist.change', { ...back, was: { mode, expiresAt } })
  await recorded(client)
  expect((await client.call('whitelist.list', {})).entries[0]).toMatchObject({ id: added.id, ...before })
  await expect(client.call('whitelist.change', { ...back, was: { mode, expiresAt } })).rejects.toMatchObject({
    code: 'conflict',
  })
  await client.call('whitelist.change', guest)
  await recorded(client)
  expect((await client.call('whitelist.list', {})).entries[0]).toMatchObject({
    id: added.id,
    state: 'active',
    mode: 'inform',
  })
  expect(await client.call('whitelist.test', { address: attacker })).toMatchObject({ proposal: 'confirmed' })
  await client.call('whitelist.remove', { id: added.id, reason: 'done' })
  await recorded(client)
  expect((await client.call('whitelist.list', {})).entries[0]).toMatchObject({ id: added.id, state: 'removed' })
  const agent = { value: 'Friendly-*', match: 'user-agent', mode: 'hide', owner: 'the lab' } as const
  await client.call('whitelist.add', { ...agent, reason: 'our own scanner', duration: day })
  await recorded(client)
  const { whitelist } = await client.call('source.profile', { address: attacker })
  expect(whitelist).toMatchObject(agent)
  expect(await client.call('whitelist.test', { address: attacker })).toMatchObject({
    proposal: 'refused',
    hidden: true,
  })
  expect(await client.call('whitelist.test', { address: '203.0.113.8' })).toMatchObject({ hidden: false })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected, request, startTriage, type Triage } from '../../../support/triage.ts'
import { until } from '../../../support/until.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const range = '198.51.100.0/24'
const hosts = Array.from({ length: 6 }, (_, at) => `198.51.100.${at + 1}`)
const forged = '198.51.100.99'
let open: Triage

beforeAll(async () => {
  open = await startTriage([
    ...hosts.flatMap((source, at) => [0, 1].map((step) => request({ source, at: start + at * 1000 + step }))),
    request({ source: forged, at: start, proof: 0 }),
  ])
  await connected(open.client)
})
afterAll(() => open.stop())

async function propose(addresses: readonly string[]): Promise<void> {
  const { client } = open
  const wanted = { addresses: [...addresses], reason: 'toll fraud', confirmation: String(addresses.length) }
  const { job } = await client.call('ban.proposeMany', wanted)
  await until('all are proposed', async () => (await client.call('ban.many', { job })).recorded === addresses.length)
}
const ranges = async () => (await open.client.call('bans.escalations', {})).ranges

test('a range is suggested once five of its hosts that proved their address are banned, and named with them', async () => {
  const { client } = open
  await propose([...hosts.slice(0, 4), forged])
  expect(await ranges()).toEqual([])
  await client.call('ban.propose', { address: hosts[4] ?? '', reason: 'toll fraud', duration: 86_400_000 })
  await until('the fifth is recorded', async () => (await ranges()).length === 1)
  expect(await ranges()).toEqual([
    expect.objectContaining({ address: range, hosts: 5, named: expect.arrayContaining(hosts.slice(0, 5)) as string[] }),
  ])
  expect((await client.call('ban.draft', { address: hosts[5] ?? '' })).wider).toEqual({ address: range, hosts: 5 })
  const draft = await client.call('ban.draft', { address: range })
  expect(draft.refusals).toEqual([])
  expect(draft.concerns.map(({ code }) => code)).toEqual(['unproven', 'wide'])
  expect(draft.suggestedReason).toMatch(/^5 hosts of it attacked, proved their address/)
  // Each host is shown to attack.
  expect(draft.evidence.length).toBeGreaterThanOrEqual(6)
})

test('around a whitelisted host the rest of the range can be proposed in one act; then nothing is suggested', async () => {
  const { client } = open
  const customer = '198.51.100.200'
  await client.call('whitelist.add', { value: customer, reason: 'a customer', duration: 86_400_000 })
  await until(
    'the entry is in force',
    async () => (await client.call('whitelist.list', {})).entries[0]?.state === 'active',
  )
  const { split = [], refusals } = await client.call('ban.draft', { address: range })
  expect(refusals.map(({ code }) => code)).toEqual(['whitelisted'])
  expect(split).toHaveLength(8)
  await expect(
    client.call('ban.propose', { address: range, reason: 'all of it', duration: 86_400_000, confirmation: range }),
  ).rejects.toMatchObject({ reason: 'whitelisted' })
  const check = await client.call('ban.check', { addresses: [...split] })
  expect(check).toMatchObject({ free: split, refused: [] })
  expect(check.concerns.map(({ code }) => code)).toContain('wide')
  await propose(split)
  expect(await ranges()).toEqual([])
  expect((await client.call('ban.draft', { address: '198.51.100.50' })).refusals.map(({ code }) => code)).toEqual([
    'duplicate',
  ])
  expect((await client.call('ban.draft', { address: customer })).refusals.map(({ code }) => code)).toEqual([
    'whitelisted',
  ])
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseNetwork } from '../../../../src/contract/ledger/address.ts'
import { connected, request, startTriage, type Triage } from '../../../support/triage.ts'
import { until } from '../../../support/until.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const range = '198.51.100.0/24'
const hosts = Array.from({ length: 6 }, (_, at) => `198.51.100.${at + 1}`)
const forged = '198.51.100.99'
/** Of one site, each in a network of its own, up to the last of the /48; and one of the site next to it. */
const site = '2001:db8:1::/48'
const inSite = [':7', '2::7', '3:a::', 'f000::1', 'ffff:ffff:ffff:ffff:ffff'].map((rest) => `2001:db8:1:${rest}`)
const nextDoor = '2001:db8:2::7'
let open: Triage

beforeAll(async () => {
  open = await startTriage([
    ...hosts.flatMap((source, at) => [0, 1].map((step) => request({ source, at: start + at * 1000 + step }))),
    request({ source: forged, at: start, proof: 0 }),
    ...[...inSite, nextDoor].map((source, at) => request({ source, at: start + at * 1000 })),
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

test('of IPv6 it is the /48 of a site, from suggestion to list: in files for firewalls, and in nothing of APIBAN', async () => {
  const { client } = open
  await propose([...inSite.slice(0, 4), nextDoor])
  expect(await ranges()).toEqual([])
  await propose(inSite.slice(4))
  const [suggested] = await ranges()
  expect(await ranges()).toHaveLength(1)
  expect(suggested).toMatchObject({ address: site, hosts: 5 })
  const canonical = inSite.map((text) => parseNetwork(text)?.text)
  expect([...(suggested?.named ?? [])].sort()).toEqual(canonical.sort())
  expect((await client.call('ban.draft', { address: '2001:db8:1:7::9' })).wider).toEqual({ address: site, hosts: 5 })
  expect((await client.call('ban.draft', { address: nextDoor })).wider).toBeUndefined()
  const draft = await client.call('ban.draft', { address: '2001:DB8:1:0:0::/48' })
  expect(draft).toMatchObject({ address: site, refusals: [], messages: 5 })
  expect(draft.suggestedReason).toMatch(/^5 hosts of it attacked, proved their address/)
  expect(draft.concerns.map(({ code }) => code)).toEqual(['wide'])
  expect(draft.notes.map(({ code }) => code)).toEqual(['not-enforced'])
  const ask = { address: site, reason: draft.suggestedReason, duration: draft.suggestedDuration }
  await expect(client.call('ban.propose', ask)).rejects.toMatchObject({ reason: 'confirmation' })
  const wider = { ...ask, address: '2001:db8::/47', confirmation: '2001:db8::/47' }
  await expect(client.call('ban.propose', wider)).rejects.toMatchObject({ reason: 'too-wide' })
  const { id } = await client.call('ban.propose', { ...ask, confirmation: site })
  await until('it is no longer suggested', async () => (await ranges()).length === 0)
  await client.call('ban.approve', { id })
  await until('it is published', async () => (await client.call('ban.get', { id })).state === 'published')
  const { url, key } = await client.call('feed.addSubscriber', { name: 'a firewall' })
  const plain = await (await fetch(new URL(`/list/${key}/plain`, url))).text()
  expect(plain.split('\n')).toContain(site)
  expect(await (await fetch(url)).text()).toContain('no new bans')
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'

/** What the console says of bundled lists is what the feed in use does, also where its operator switched one off. */
let open: Triage

beforeAll(async () => {
  const events = [request({ source: '104.16.3.4', at: Date.UTC(2026, 2, 1) * 1000 })]
  open = await startTriage(events, { feed: { bundled: { 'research-scanners': false } } })
  await connected(open.client)
})
afterAll(() => open.stop())

const proposal = (address: string) => ({ address, reason: 'toll fraud', duration: 86_400_000 })

it('lists them with source, date and licence, and which are in force', async () => {
  const lists = await open.client.call('whitelist.bundled', {})
  expect(lists.map(({ id, mode, enforced }) => [id, mode, enforced])).toEqual([
    ['reserved', 'block', true],
    ['public-dns', 'block', true],
    ['cdn', 'inform', true],
    ['research-scanners', 'inform', false],
  ])
  for (const { count, publishers, date, licence } of lists) {
    expect(publishers.reduce((sum, publisher) => sum + publisher.count, 0)).toBe(count)
    expect(date).toMatch(/^20\d\d-/)
    expect(licence).not.toBe('')
  }
})

it('shows their entries by pages, and finds by address, range and name', async () => {
  const { client } = open
  const entries = (search: string, offset = 0, limit = 500) =>
    client.call('whitelist.bundledEntries', { list: 'cdn', search, offset, limit })
  const all = await entries('')
  const pages = [await entries('', 0, 100), await entries('', 100, 100), await entries('', 200, 100)]
  expect(pages.flatMap((page) => page.entries)).toEqual(all.entries)
  expect(pages.map(({ total }) => total)).toEqual([all.total, all.total, all.total])
  expect(await entries('104.16.3.4')).toEqual({ total: 1, entries: [{ value: '104.16.0.0/13', who: 'Cloudflare' }] })
  expect((await entries('104.16.0.0/12')).entries.map(({ value }) => value)).toEqual(['104.16.0.0/13', '104.24.0.0/14'])
  expect((await entries('FASTLY')).entries.every(({ who }) => who === 'Fastly')).toBe(true)
  expect((await entries('\u202e<b>')).total).toBe(0)
  await expect(client.call('whitelist.bundledEntries', { list: 'none' })).rejects.toMatchObject({ code: 'not-found' })
})

it('refuses a resolver in the draft as the feed does, naming the list and its date', async () => {
  const { client } = open
  const [refusal] = (await client.call('ban.draft', { address: '8.8.8.8' })).refusals
  expect(refusal).toMatchObject({ code: 'whitelisted' })
  expect(refusal?.message).toMatch(/of Google Public DNS \(bundled list “Public DNS resolvers” of 20\d\d-\d\d-\d\d\)/)
  const act = client.call('ban.propose', { ...proposal('8.8.8.8'), confirmation: '8.8.8.8' })
  await expect(act).rejects.toMatchObject({ code: 'refused', reason: 'whitelisted' })
})

it('asks for a second look at a network of many, and takes the ban once the address was typed', async () => {
  const { client } = open
  const { refusals, concerns } = await client.call('ban.draft', { address: '104.16.3.4' })
  expect(refusals).toEqual([])
  expect(concerns.map(({ code }) => code)).toContain('informed')
  const asked = client.call('ban.propose', proposal('104.16.3.4'))
  await expect(asked).rejects.toMatchObject({ code: 'refused', reason: 'confirmation' })
  const { id } = await client.call('ban.propose', { ...proposal('104.16.3.4'), confirmation: '104.16.3.4' })
  expect((await client.call('bans.list', {})).map((ban) => [ban.id, ban.state])).toEqual([[id, 'proposed']])
})

it('says nothing of a list that is switched off', async () => {
  const { concerns } = await open.client.call('ban.draft', { address: '71.6.233.9' })
  expect(concerns.map(({ code }) => code)).not.toContain('informed')
})

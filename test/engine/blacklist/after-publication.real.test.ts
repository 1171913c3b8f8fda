import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const day = 86_400_000
const attacker = '203.0.113.7'
/** Seen last at a time that is later than whatever the feed records in this test. */
const goesOn = '203.0.113.8'
const longAgo = Date.UTC(2026, 2, 1) * 1000
const muchLater = Date.UTC(2099, 0, 1) * 1000

describe('a ban after its publication', () => {
  let open: Triage
  beforeAll(async () => {
    open = await startTriage(
      [
        request({ source: attacker, at: longAgo }),
        request({ source: attacker, at: longAgo + 1_000_000, method: 'OPTIONS' }),
        request({ source: goesOn, at: longAgo }),
        request({ source: goesOn, at: muchLater }),
      ],
      { feed: { holdSeconds: 0 } },
    )
    await connected(open.client)
  })
  afterAll(() => open.stop())

  const rowOf = async (id: string): Promise<BanRow> => open.client.call('ban.get', { id })
  const becomes = (id: string, state: BanRow['state']): Promise<BanRow> =>
    until(`the ban is ${state}`, async () => {
      const row = await rowOf(id)
      return row.state === state && row.pending === undefined && row
    })
  const propose = async (address: string): Promise<string> =>
    (await open.client.call('ban.propose', { address, reason: 'toll fraud', duration: day })).id
  const publish = async (address: string): Promise<BanRow> => {
    const id = await propose(address)
    await becomes(id, 'proposed')
    await open.client.call('ban.approve', { id })
    return becomes(id, 'published')
  }

  test('what an approval and a revoke do to the list is told before', async () => {
    const { client } = open
    const id = await propose(attacker)
    await becomes(id, 'proposed')
    const nothing = { count: 0, addresses: [] }
    const one = { count: 1, addresses: [attacker] }
    const v1 = { before: 0, after: 1 }
    expect(await client.call('bans.diff', { act: 'approve', ids: [id, id, 'unknown'] })).toEqual({
      ...{ added: one, removed: nothing, before: 0, after: 1, held: 0, stillInside: [], v1, notInV1: 0, skipped: 1 },
    })
    await client.call('ban.approve', { id })
    await becomes(id, 'published')
    expect(await client.call('bans.diff', { act: 'revoke', ids: [id] })).toMatchObject({
      ...{ added: nothing, removed: one, before: 1, after: 0, v1: { before: 1, after: 0 }, skipped: 0 },
    })
  })

  test('reach says who pulled it, also after it was revoked, and more time lists it again under a higher ID', async () => {
    const { client } = open
    const [ban] = await client.call('bans.list', { address: attacker })
    const id = ban?.id ?? ''
    const { url } = await client.call('feed.addSubscriber', { name: 'pbx-berlin' })
    expect(await client.call('ban.reach', { id })).toMatchObject({ has: 0, hasNot: 1, mayBlock: { count: 0 } })
    const pulled = await fetch(url, { headers: { 'user-agent': 'Go-http-client/1.1' } })
    expect(await pulled.json()).toMatchObject({ ipaddress: [attacker] })
    const reach = await client.call('ban.reach', { id })
    expect(reach).toMatchObject({ has: 1, hasNot: 0, unknown: 0, stale: 0, mayBlock: { count: 1, atATime: 1 } })
    expect(reach.subscribers).toMatchObject([{ name: 'pbx-berlin', families: ['apiban-v1'], state: 'has' }])

    const draft = await client.call('ban.extensionDraft', { id })
    expect(draft).toMatchObject({ address: attacker, messages: 2, attacksStill: false, expiresAt: ban?.expiresAt })
    await client.call('ban.extend', { id, reason: 'it will be back', duration: 30 * day })
    const asked = await until('more time is proposed', async () => {
      const row = await rowOf(id)
      return row.extension && row
    })
    expect(asked).toMatchObject({
      ...{ state: 'published', expiresAt: ban?.expiresAt, listId: ban?.listId },
      extension: { reason: 'it will be back', duration: 30 * day, automatic: false, messages: 2 },
    })
    expect(asked.extension?.evidence.map(({ event }) => typeof event)).toEqual(['number', 'number'])
    await client.call('ban.approveExtension', { id })
    const extended = await until('it is listed again', async () => {
      const row = await rowOf(id)
      return row.extension === undefined && row.listId !== ban?.listId && row
    })
    expect(Number(extended.listId)).toBeGreaterThan(Number(ban?.listId))
    expect(extended.expiresAt).toBeGreaterThan((ban?.expiresAt ?? Infinity) + 28 * day)
    await expect(client.call('ban.approveExtension', { id })).rejects.toMatchObject({ code: 'conflict' })

    await client.call('ban.revoke', { id, reason: 'a customer after all' })
    expect((await becomes(id, 'revoked')).attackedSince).toBeUndefined()
    expect(await client.call('ban.reach', { id })).toMatchObject({ has: 1, mayBlock: { count: 1, atATime: 1 } })
  })

  test('a revoked address that attacks again is told, until somebody proposes it again', async () => {
    const { client } = open
    const { id } = await publish(goesOn)
    expect((await rowOf(id)).attackedSince).toBeUndefined()
    await client.call('ban.revoke', { id, reason: 'we were wrong' })
    expect((await becomes(id, 'revoked')).attackedSince).toBe(muchLater / 1000)
    const again = await propose(goesOn)
    await becomes(again, 'proposed')
    expect((await rowOf(id)).attackedSince).toBeUndefined()
    await client.call('ban.withdraw', { id: again })
    await becomes(again, 'withdrawn')
    const listed = (await client.call('bans.list', {})).find((row) => row.id === id)
    expect(listed?.attackedSince).toBe(muchLater / 1000)
  })
})

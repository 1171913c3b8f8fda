import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AuditRow } from '../../../../src/contract/console/audit.ts'
import { connected, request, startTriage, type Triage } from '../../../support/triage.ts'
import { until } from '../../../support/until.ts'

const day = 86_400_000
const start = Date.UTC(2026, 2, 1) * 1000
const attackers = Array.from({ length: 27 }, (_, at) => `203.0.113.${at + 1}`)

describe('many bans at once, and what the ledger says of them', () => {
  let open: Triage
  const ids: string[] = []
  beforeAll(async () => {
    open = await startTriage(
      attackers.map((source, at) => request({ source, at: start + at })),
      { feed: { holdSeconds: 0 } },
    )
    await connected(open.client)
    for (const address of attackers)
      ids.push((await open.client.call('ban.propose', { address, reason: 'toll fraud', duration: day })).id)
    await until('all are proposed', async () => (await open.client.call('feed.status', {})).waiting === 0)
  })
  afterAll(() => open.stop())

  const decided = (job: number) =>
    until('the bulk is through', async () => {
      const outcome = await open.client.call('bans.decided', { job })
      return outcome.state !== 'running' && outcome
    })

  test('more than 25 need their number typed; what the feed refuses stops nothing and is told by address', async () => {
    const { client } = open
    const [first = '', ...others] = ids
    await expect(client.call('bans.decide', { act: 'approve', ids })).rejects.toMatchObject({ reason: 'confirmation' })
    await expect(client.call('bans.decide', { act: 'approve', ids, confirmation: '26' })).rejects.toMatchObject({
      reason: 'confirmation',
    })
    await expect(client.call('bans.decide', { act: 'reject', ids: [first] })).rejects.toMatchObject({
      code: 'bad-request',
    })
    const reject = await client.call('bans.decide', { act: 'reject', ids: [first], reason: 'not this one' })
    expect((await decided(reject.job)).refused).toEqual([])
    await expect.poll(async () => (await client.call('ban.get', { id: first })).state).toBe('rejected')
    const { job } = await client.call('bans.decide', { act: 'approve', ids, confirmation: '27' })
    const outcome = await decided(job)
    expect(outcome).toMatchObject({ act: 'approve', total: 27, done: 27, state: 'done' })
    expect(outcome.recorded + outcome.queued).toBe(26)
    expect(outcome.refused.map(({ id, address }) => [id, address])).toEqual([[first, attackers[0]]])
    await until('all others are published', async () => (await client.call('feed.status', {})).published === 26)

    const expiries = await client.call('bans.expiries', { zone: 'UTC' })
    expect(expiries.total).toBe(26)
    expect(expiries.days.reduce((sum, { count }) => sum + count, 0)).toBe(26)
    expect(expiries.days.every((each) => each.day > expiries.today && each.extensions === 0)).toBe(true)
    await expect(client.call('bans.expiries', { zone: 'Nowhere/Land' })).rejects.toMatchObject({ code: 'bad-request' })

    const two = others.slice(0, 2)
    await decided((await client.call('bans.decide', { act: 'revoke', ids: two, reason: 'we were wrong' })).job)
    await until('two have left the list', async () => (await client.call('feed.status', {})).published === 24)
  })

  test('the audit trail is read page by page, newest first, each record once and chained to the one before', async () => {
    const { client } = open
    const rows: AuditRow[] = []
    let cursor: string | undefined
    do {
      const page = await client.call('ledger.records', { limit: 20, ...(cursor === undefined ? {} : { cursor }) })
      rows.push(...page.rows)
      cursor = page.next
    } while (cursor !== undefined)
    const { records } = (await client.call('feed.status', {})).ledger
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: records }, (_, at) => records - at))
    rows.slice(1).forEach((row, at) => expect(rows[at]?.previous).toBe(row.hash))

    const { rows: revokes } = await client.call('ledger.records', { about: ids[1] ?? '' })
    expect(revokes.at(0)).toMatchObject({ kind: 'ban.revoked', about: attackers[1], note: 'we were wrong' })
    const { rows: people } = await client.call('ledger.records', { part: 'analyst' })
    expect(people.map(({ kind }) => kind)).toEqual(['analyst.enrolled'])
  })

  test('verifying it says in words that all of it holds', async () => {
    const { client } = open
    const { job } = await client.call('ledger.verify', {})
    const ended = await until('it is verified', async () =>
      (await client.call('jobs.list', {})).find(({ id, state }) => id === job && state !== 'running'),
    )
    expect(ended).toMatchObject({ kind: 'ledger-check', state: 'done' })
    const { records } = (await client.call('feed.status', {})).ledger
    expect(ended.outcome).toMatch(new RegExp(`^${records} records: each hash, .* holds`))
  })
})

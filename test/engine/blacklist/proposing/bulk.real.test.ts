import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ManyBans } from '../../../../src/contract/console/proposing.ts'
import { connected, request, startTriage, type Triage } from '../../../support/triage.ts'
import { until } from '../../../support/until.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const day = 86_400_000
/** Thirty that proved their address, and one that did not. */
const proven = Array.from({ length: 30 }, (_, at) => `198.51.100.${at + 1}`)
const unproven = '203.0.113.8'
const [listed = '', customer = '', ...rest] = proven
let open: Triage

beforeAll(async () => {
  open = await startTriage([
    ...proven.map((source, at) =>
      request({ source, at: start + at * 1000, agent: at === 1 ? 'Our PBX 1.2' : 'sipcli' }),
    ),
    request({ source: unproven, at: start, proof: 0 }),
  ])
  const { client } = open
  await connected(client)
  await client.call('whitelist.add', { value: listed, reason: 'our lab', duration: day })
})
afterAll(() => open.stop())

const ended = (job: number): Promise<ManyBans> =>
  until('the act has ended', async () => {
    const act = await open.client.call('ban.many', { job })
    return act.state !== 'running' && act
  })

test('a check says of each what the feed would, and what all together demand', async () => {
  const check = await open.client.call('ban.check', {
    addresses: [...proven, unproven, unproven, '10.0.0.1', 'nobody', '2001:0DB8::1'],
  })
  expect(check.free).toEqual([customer, ...rest, unproven, '2001:db8::1'])
  expect(check.refused.map(({ address, code }) => [address, code])).toEqual([
    ['nobody', 'bad-request'],
    [listed, 'whitelisted'],
    ['10.0.0.1', 'refused-range'],
  ])
  expect(check.concerns).toEqual([
    { code: 'bulk', message: '31 are proposed at once.' },
    expect.objectContaining({ code: 'unproven', message: expect.stringContaining('1 of them never proved') as string }),
    expect.objectContaining({ code: 'unseen' }),
  ])
  expect(check.notes.map(({ code }) => code)).toEqual(['not-enforced'])
  const few = await open.client.call('ban.check', { addresses: rest.slice(0, 25) })
  expect(few).toMatchObject({ refused: [], concerns: [], notes: [] })
})

test('many are proposed in one act by whoever types how many, each with its evidence, and taken back as one', async () => {
  const { client } = open
  const wanted = { addresses: [...proven, unproven], reason: 'one campaign' }
  await expect(client.call('ban.proposeMany', wanted)).rejects.toMatchObject({ reason: 'confirmation' })
  const { job } = await client.call('ban.proposeMany', { ...wanted, confirmation: '31' })
  const act = await ended(job)
  expect(act).toMatchObject({ state: 'done', recorded: 30, queued: 0 })
  expect(act.refused).toEqual([expect.objectContaining({ address: listed, code: 'whitelisted' })])
  expect(act.outcome).toBe('30 bans proposed, 1 refused.')
  const bans = await client.call('bans.list', { states: ['proposed'] })
  expect(bans.map(({ address }) => address).sort()).toEqual([customer, ...rest, unproven].sort())
  for (const { id } of bans) {
    const { evidence, steps } = await client.call('ban.get', { id })
    expect([evidence.length > 0, steps.length]).toEqual([true, 1])
  }
  // The feed got what it needs to hold them against entries about no address.
  const shown = await client.call('ban.draft', { address: customer })
  expect(shown.refusals.map(({ code }) => code)).toEqual(['duplicate'])
  expect(shown.seen).toMatchObject({ userAgents: ['Our PBX 1.2'], numbers: ['46850780296'] })
  const back = await client.call('ban.withdrawMany', { job })
  expect(await ended(back.job)).toMatchObject({ state: 'done', recorded: 30, refused: [] })
  expect(await client.call('bans.list', { states: ['proposed'] })).toEqual([])
})

test('a few of whom nothing is to be feared need nothing typed; one that may be forged is left out then', async () => {
  const { client } = open
  const { job } = await client.call('ban.proposeMany', { addresses: [...rest.slice(0, 2), unproven], reason: 'a few' })
  const act = await ended(job)
  expect(act).toMatchObject({ recorded: 2, refused: [{ address: unproven, code: 'confirmation' }] })
  await expect(client.call('ban.many', { job: 99_999 })).rejects.toMatchObject({ code: 'not-found' })
  await ended((await client.call('ban.withdrawMany', { job })).job)
})

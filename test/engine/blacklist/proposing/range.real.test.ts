import { afterAll, beforeAll, expect, test } from 'vitest'
import { connected, request, startTriage, type Triage } from '../../../support/triage.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const day = 86_400_000
const range = '203.0.113.0/29'
let open: Triage

beforeAll(async () => {
  open = await startTriage([
    request({ source: '203.0.113.1', at: start }),
    request({ source: '203.0.113.2', at: start + 1_000_000, user: '46850780296', proof: 0 }),
    request({ source: '203.0.113.2', at: start + 2_000_000, method: 'OPTIONS', proof: 0 }),
    request({ source: '203.0.113.9', at: start + 3_000_000, method: 'OPTIONS' }),
  ])
  await connected(open.client)
})
afterAll(() => open.stop())

test('the draft for a range tells what was seen in it, with evidence of its sources', async () => {
  const draft = await open.client.call('ban.draft', { address: range })
  expect(draft).toMatchObject({ messages: 3, dialogs: 3, sensors: 1, proof: 'unproven', verdict: { severity: 'high' } })
  expect(draft.verdict.sentence).toBe('2 sources of this range seen, the gravest 203.0.113.1: Tried to call one number')
  expect(draft.evidence).toHaveLength(3)
  expect(draft.concerns.map(({ code }) => code)).toEqual(['unproven'])
  expect(draft.notes.map(({ code }) => code)).toEqual(['not-enforced'])
})

test('a banned range shows on the sources in it: lists, profile, report, and the evidence can be opened', async () => {
  const { client } = open
  const of = (address: string) => client.call('source.profile', { address })
  await client.call('ban.propose', { address: range, reason: 'toll fraud', duration: day, confirmation: range })
  const [ban] = await client.call('bans.list', {})
  const { evidence } = await client.call('ban.get', { id: ban?.id ?? '' })
  expect(evidence.length).toBeGreaterThan(0)
  expect(evidence.every(({ event, dialog }) => event !== undefined && dialog !== undefined)).toBe(true)
  expect(await of('203.0.113.2')).toMatchObject({ source: { ban: 'proposed' }, ban: { address: range } })
  expect((await of('203.0.113.9')).source.ban).toBeUndefined()
  const report = await client.call('report.preview', {
    subject: { kind: 'source', address: '203.0.113.2' },
    tlp: 'AMBER',
  })
  expect(JSON.stringify(report.sections)).toContain(`ban.proposed ${range}`)
})

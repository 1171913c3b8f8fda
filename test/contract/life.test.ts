import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Intent } from '../../src/contract/ledger/intent.ts'
import { advanceBan, isLive, mayFollow, type BanLife } from '../../src/contract/ledger/life/ban.ts'
import { advanceWhitelist } from '../../src/contract/ledger/life/whitelist.ts'
import { chainedText, noPrevious, signedText, type LedgerRecord } from '../../src/contract/ledger/record.ts'

const bodies = {
  'ban.proposed': {
    address: '192.0.2.1',
    reason: 'guessing passwords',
    duration: 86_400_000,
    proof: 'nonce',
    counts: { messages: 9, dialogs: 3, sensors: 2 },
    verdict: { severity: 'high', reasons: [] },
    evidence: [],
  },
  'ban.approved': {},
  'ban.held': { until: 2000, solo: true },
  'ban.published': { listId: '1700000000', expiresAt: 9000 },
  'ban.expired': {},
  'ban.revoked': { reason: 'a mistake' },
  'ban.rejected': { reason: 'a mistake' },
  'ban.withdrawn': { reason: '' },
  'ban.blocked': { reason: 'whitelisted' },
} as const
type BanKind = keyof typeof bodies
const kinds = Object.keys(bodies) as BanKind[]

const record = (kind: Intent['kind'], body: unknown, recordedAt = 1000): LedgerRecord => ({
  intent: { version: 1, id: 'i', time: 1, author: 'alice', subject: 's', kind, body } as Intent,
  signature: 'x',
  seq: 1,
  recordedAt,
  previous: noPrevious,
  hash: noPrevious,
})
const step = (ban: BanLife | undefined, kind: BanKind) => advanceBan(ban, record(kind, bodies[kind]))
const walk = (...path: BanKind[]) => path.reduce<BanLife | undefined>((ban, kind) => step(ban, kind), undefined)

describe('a ban', () => {
  it('is published only after proposal, approval and hold', () => {
    const ban = walk('ban.proposed', 'ban.approved', 'ban.held', 'ban.published')
    expect(ban).toMatchObject({ state: 'published', listId: '1700000000', solo: true, holdUntil: 2000 })
    for (const path of [['ban.published'], ['ban.proposed', 'ban.published'], ['ban.proposed', 'ban.held']] as const)
      expect(walk(...path)).toBeUndefined()
  })

  it('can be undone until it is published, and only revoked afterwards', () => {
    expect(mayFollow('held', 'ban.withdrawn')).toBe(true)
    expect(mayFollow('published', 'ban.withdrawn')).toBe(false)
    expect(mayFollow('held', 'ban.revoked')).toBe(false)
    expect(mayFollow('published', 'ban.revoked')).toBe(true)
  })

  it('never leaves an end, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 12 }), (path) => {
        let ban = walk('ban.proposed')
        for (const kind of path) {
          const next = step(ban, kind)
          if (ban && !isLive(ban.state)) expect(next).toBeUndefined()
          if (next) expect(next.records).toHaveLength((ban?.records.length ?? 0) + 1)
          ban = next ?? ban
        }
      }),
    )
  })
})

it('a whitelist entry is added once and ends once', () => {
  const addition = { value: '192.0.2.0/24', reason: 'our office', expiresAt: 5000 }
  const entry = advanceWhitelist(undefined, record('whitelist.added', addition))
  expect(entry).toMatchObject({ state: 'active', owner: 'alice', addition })
  expect(advanceWhitelist(entry, record('whitelist.added', addition))).toBeUndefined()
  const removed = advanceWhitelist(entry, record('whitelist.removed', { reason: 'moved' }))
  expect(removed?.state).toBe('removed')
  expect(advanceWhitelist(removed, record('whitelist.expired', {}))).toBeUndefined()
})

it('signed and chained text do not depend on the order of keys', () => {
  const { intent } = record('ban.approved', {})
  const shuffled = Object.fromEntries(Object.entries(intent).reverse()) as Intent
  expect(signedText(shuffled)).toBe(signedText(intent))
  const whole = record('ban.approved', {})
  const otherHash: LedgerRecord = { ...whole, hash: 'f'.repeat(64) }
  expect(chainedText({ ...whole, seq: 2 })).not.toBe(chainedText(whole))
  expect(chainedText(otherHash)).toBe(chainedText(whole))
})

import { expect, it } from 'vitest'
import { mostBansListed, type BanCounts, type BanRow } from '../../../src/contract/console/bans.ts'
import type { BanState } from '../../../src/contract/console/vocabulary.ts'
import { cutWords } from '../../../src/renderer/views/bans/lanes/cut-words.ts'

const counts = (changes: Partial<BanCounts>): BanCounts => ({
  ...{ queued: 0, proposed: 0, held: 0, published: 0, expired: 0, revoked: 0, rejected: 0, withdrawn: 0, blocked: 0 },
  ...changes,
})
const rows = (count: number, state: BanState): BanRow[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: `${state} ${at}`, address: '192.0.2.1', state, reason: 'r', proposedBy: 'me', proposer: 'key' },
    ...{ proposedAt: 0, changedAt: 0, solo: false, proof: 'nonce' as const, messages: 1, sensors: 1 },
  }))

it('says nothing while all there is is shown', () => {
  expect(cutWords(counts({ published: 3 }), rows(3, 'published'), undefined)).toBeUndefined()
  expect(cutWords(counts({ published: 4 }), rows(3, 'published'), undefined)).toBeUndefined()
  expect(cutWords(undefined, rows(3, 'published'), undefined)).toBeUndefined()
  expect(cutWords(counts({ published: 9_000 }), rows(3, 'published'), '2026-03-01')).toBeUndefined()
})

it('says how much is left out, of what, and where it is found', () => {
  expect(
    cutWords(counts({ published: 9_000, revoked: 2 }), [...rows(5_000, 'published'), ...rows(2, 'revoked')], undefined),
  ).toBe(
    'Shown are 5,000 of 9,000 bans that are not over, those to decide on or about to end first. ' +
      'Expiries leads to all that are on the list.',
  )
  expect(
    cutWords(
      counts({ expired: 4_000, queued: 2_000 }),
      [...rows(1_000, 'expired'), ...rows(1_000, 'queued')],
      undefined,
    ),
  ).toBe(
    'Shown are 1,000 of 2,000 proposals that wait for the feed; the newest 1,000 of 4,000 that are over. ' +
      'The audit trail has them all.',
  )
  expect(cutWords(counts({}), rows(mostBansListed, 'published'), '2026-03-01')).toMatch(/^The first 5,000/)
})

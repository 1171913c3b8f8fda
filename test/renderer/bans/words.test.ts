import { expect, it } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import type { ListDiff } from '../../../src/contract/console/reach.ts'
import { decisions } from '../../../src/renderer/views/bans/decisions.ts'
import { laneOf } from '../../../src/renderer/views/bans/lanes/lanes.ts'
import { chosenFor } from '../../../src/renderer/views/bans/lanes/many.ts'
import { diffNotes } from '../../../src/renderer/views/bans/steps/diff-words.ts'
import { outcomeWords } from '../../../src/renderer/views/bans/steps/outcome-words.ts'

const side = { count: 0, addresses: [] }
const diff = (changes: Partial<ListDiff>): ListDiff => ({
  ...{ added: side, removed: side, before: 0, after: 0, held: 0, stillInside: [], notInV1: 0, skipped: 0 },
  v1: { before: 0, after: 0 },
  ...changes,
})
const warnings = (act: 'approve' | 'revoke', changes: Partial<ListDiff>): readonly string[] =>
  diffNotes(act, diff(changes)).flatMap(({ tone, text }) => (tone === 'warn' ? [text] : []))

it('warns of more addresses than the v1 client can hold, from the first one on', () => {
  expect(warnings('approve', { v1: { before: 5_749, after: 5_750 } })).toEqual([])
  expect(warnings('approve', { v1: { before: 5_750, after: 5_751 } })[0]).toMatch(/^5,751 .* 1 more than/)
  expect(warnings('revoke', { v1: { before: 9_000, after: 8_999 } })).toEqual([])
})

it('says what stays blocked as a part of a range', () => {
  const stillInside = ['1', '2', '3', '4', '5'].map((host) => ({
    address: `203.0.113.${host}`,
    inside: '203.0.113.0/24',
  }))
  const told = warnings('revoke', { stillInside })
  expect(told).toHaveLength(4)
  expect(told[0]).toBe('203.0.113.1 stays blocked as a part of 203.0.113.0/24.')
  expect(told[3]).toMatch(/^2 more/)
})

it('tells of a bulk what was done, refused and left', () => {
  const outcome = { act: 'approve', total: 30, done: 28, recorded: 25, queued: 1, state: 'cancelled' } as const
  const refused = ['a', 'b'].map((id) => ({ id, address: id, message: 'no' }))
  expect(outcomeWords({ ...outcome, refused })).toBe(
    'Stopped: 25 bans approved, 1 in the outbox until the feed is back, 2 refused, 2 left as they were.',
  )
})

it('leaves out of a bulk what this person may not decide on, and says why when that is all of it', () => {
  const me = { key: 'mine', fingerprint: '', state: 'admitted', roles: ['analyst', 'approver'] } as const
  const ban = (id: string, proposer: string): BanRow => ({ id, proposer, state: 'proposed' }) as BanRow
  const bans = [ban('a', 'mine'), ban('b', 'other'), ban('c', 'other')]
  const may = decisions(me, false)
  expect(chosenFor('approve', bans, new Set(['a', 'b']), may)).toMatchObject({
    bans: [{ id: 'b' }],
    blocked: undefined,
  })
  const own = chosenFor('approve', bans, new Set(['a']), may)
  expect(own.bans).toHaveLength(1)
  expect(own.blocked).toMatch(/somebody else must approve/)
  expect(chosenFor('reject', bans, new Set(['a', 'b']), may)).toMatchObject({ bans: [{ id: 'a' }, { id: 'b' }] })
  expect(chosenFor('revoke', bans, new Set(['a', 'b']), may).bans).toEqual([])
})

it('shows a ban for which more time is proposed among those that expire', () => {
  const ban = { state: 'published', expiresAt: 90 * 86_400_000, extension: {} } as BanRow
  expect(laneOf(ban, 0)).toBe('Expiring')
})

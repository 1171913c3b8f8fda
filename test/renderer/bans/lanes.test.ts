import { expect, it } from 'vitest'
import type { BanRow } from '../../../src/contract/console/bans.ts'
import { banStates } from '../../../src/contract/console/vocabulary.ts'
import { laneOf, lanes } from '../../../src/renderer/views/bans/lanes/lanes.ts'

const day = 86_400_000
const ban = (changes: Partial<BanRow>): BanRow => ({
  id: 'x',
  address: '192.0.2.1',
  state: 'proposed',
  reason: 'r',
  proposedBy: 'me',
  proposer: 'key',
  proposedAt: 0,
  solo: false,
  proof: 'nonce',
  messages: 1,
  sensors: 1,
  changedAt: 0,
  ...changes,
})

it('shows a published ban as expiring in its last day only', () => {
  expect(laneOf(ban({ state: 'published', expiresAt: 2 * day }), 0)).toBe('Published')
  expect(laneOf(ban({ state: 'published', expiresAt: day - 1 }), 0)).toBe('Expiring')
  expect(laneOf(ban({ state: 'revoked', expiresAt: day - 1 }), 0)).toBe('Revoked')
  expect(laneOf(ban({ state: 'expired', expiresAt: day - 1 }), 0)).toBe('Ended')
})

it('puts every ban into exactly one lane', () => {
  const all = banStates.map((state) => ban({ state, id: state }))
  expect(Object.values(lanes(all, 0)).flat()).toHaveLength(all.length)
})

it('puts first what is due first, and the newest end at the top', () => {
  const held = [ban({ state: 'held', id: 'late', holdUntil: 9 }), ban({ state: 'held', id: 'soon', holdUntil: 3 })]
  expect(lanes(held, 0).Held.map(({ id }) => id)).toEqual(['soon', 'late'])
  const ended = [ban({ state: 'expired', id: 'old', changedAt: 1 }), ban({ state: 'expired', id: 'new', changedAt: 5 })]
  expect(lanes(ended, 0).Ended.map(({ id }) => id)).toEqual(['new', 'old'])
})

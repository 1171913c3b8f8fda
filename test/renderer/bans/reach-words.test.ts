import { expect, it } from 'vitest'
import type { Reach } from '../../../src/contract/console/reach.ts'
import type { SubscriberReach } from '../../../src/contract/ledger/reach.ts'
import {
  afterwards,
  blocksUntil,
  ifRevokedNow,
  whoHasIt,
  withoutKey,
} from '../../../src/renderer/views/bans/reach/reach-words.ts'

const until = Date.UTC(2026, 2, 9, 14)
const subscriber = (changes: Partial<SubscriberReach> = {}): SubscriberReach => ({
  ...{ id: 'x', name: 'pbx', families: [], state: 'has-not', stale: false },
  ...changes,
})
const reach = (
  all: number,
  changes: Partial<Omit<Reach, 'mayBlock'>>,
  may: Partial<Reach['mayBlock']> = {},
): Reach => ({
  ...{ subscribers: Array.from({ length: all }, () => subscriber()), has: 0, hasNot: 0, unknown: 0, stale: 0 },
  ...changes,
  mayBlock: { count: 0, atATime: 0, atNextPull: 0, never: 0, unknown: 0, ...may },
})

it('says who has an address, who has it not, and of whom nobody knows', () => {
  expect(whoHasIt(reach(4, { has: 1, hasNot: 1, unknown: 2 }))).toBe('1 of 4 subscribers has it, 1 has not, 2 unknown.')
  expect(whoHasIt(reach(0, {}))).toMatch(/Nobody subscribes/)
})

it('says until when a revoked address may still be blocked, at the latest', () => {
  const two = reach(3, { has: 2, hasNot: 1 }, { count: 2, atATime: 2, latest: until })
  expect(afterwards('Revoked', two, 'utc')).toBe(
    'Revoked. 2 of 3 subscribers may still block it, latest until 2026-03-09 14:00 UTC.',
  )
  expect(ifRevokedNow(two, 'utc')).toBe(
    'If it is revoked now, 2 may go on blocking it: latest until 2026-03-09 14:00 UTC.',
  )
  expect(afterwards('Expired', reach(1, { hasNot: 1 }), 'utc')).toBe('Expired. No subscriber blocks it any more.')
})

it('names no time for those that have none, and counts each under what ends its block', () => {
  const may = { count: 4, atATime: 1, latest: until, never: 1, atNextPull: 1, unknown: 1 }
  expect(afterwards('Revoked', reach(4, { has: 3, unknown: 1 }, may), 'utc')).toBe(
    'Revoked. 4 of 4 subscribers may still block it, 1 until 2026-03-09 14:00 UTC at the latest, ' +
      '1 until it asks again, 1 until somebody clears it there by hand, 1 nobody knows how long.',
  )
  expect(blocksUntil(subscriber({ state: 'has', ends: 'never' }), 'utc')).toBe('until cleared by hand')
  expect(blocksUntil(subscriber({ state: 'has', ends: 'at-a-time', latest: until }), 'utc')).toContain(
    '2026-03-09 14:00',
  )
  expect(blocksUntil(subscriber(), 'utc')).toBe('–')
})

it('says that those without a key are told nothing any more', () => {
  const one = reach(2, {})
  expect(withoutKey(one)).toBeUndefined()
  const gone = subscriber({ state: 'has', removedAt: 5 })
  expect(withoutKey({ ...one, subscribers: [...one.subscribers, gone] })).toMatch(
    /^The key of 1 subscriber was removed: it/,
  )
  expect(withoutKey({ ...one, subscribers: [gone, gone] })).toMatch(/^The keys of 2 subscribers were removed: they/)
})

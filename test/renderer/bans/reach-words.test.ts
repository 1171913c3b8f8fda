import { expect, it } from 'vitest'
import type { Reach } from '../../../src/contract/console/reach.ts'
import type { SubscriberReach } from '../../../src/contract/ledger/reach.ts'
import { countedReach } from '../../../src/engine/blacklist/reach.ts'
import { afterwards, blocksUntil, ifRevokedNow, whoHasIt } from '../../../src/renderer/views/bans/reach/reach-words.ts'

const until = Date.UTC(2026, 2, 9, 14)
const subscriber = (changes: Partial<SubscriberReach>): SubscriberReach => ({
  ...{ id: 'x', name: 'pbx', families: [], state: 'has-not', stale: false },
  ...changes,
})
const reach = (...subscribers: readonly SubscriberReach[]): Reach => countedReach({ ban: 'b', subscribers })
const timed = subscriber({ state: 'has', ends: 'at-a-time', latest: until })

it('says who has an address, who has it not, and of whom nobody knows', () => {
  const unknown = subscriber({ state: 'unknown', ends: 'unknown' })
  expect(whoHasIt(reach(timed, subscriber({}), unknown, unknown))).toBe(
    '1 of 4 subscribers has it, 1 has not, 2 unknown.',
  )
  expect(whoHasIt(reach())).toMatch(/Nobody subscribes/)
})

it('says until when a revoked address may still be blocked, at the latest', () => {
  const earlier = subscriber({ state: 'unknown', ends: 'at-a-time', latest: until - 9_000_000 })
  const two = reach(timed, earlier, subscriber({}))
  expect(afterwards('Revoked', two, 'utc')).toBe(
    'Revoked. 2 of 3 subscribers may still block it, latest until 2026-03-09 14:00 UTC.',
  )
  expect(ifRevokedNow(two, 'utc')).toBe(
    'If it is revoked now, 2 may go on blocking it: latest until 2026-03-09 14:00 UTC.',
  )
  expect(afterwards('Expired', reach(subscriber({})), 'utc')).toBe('Expired. No subscriber blocks it any more.')
})

it('names no time for those that have none, and counts each under what ends its block', () => {
  const never = subscriber({ state: 'has', ends: 'never' })
  const asks = subscriber({ state: 'has', ends: 'at-next-pull' })
  const unknown = subscriber({ state: 'unknown' })
  expect(afterwards('Revoked', reach(timed, never, asks, unknown), 'utc')).toBe(
    'Revoked. 4 of 4 subscribers may still block it, 1 until 2026-03-09 14:00 UTC at the latest, ' +
      '1 until it asks again, 1 until somebody clears it there by hand, 1 nobody knows how long.',
  )
  expect(blocksUntil(never, 'utc')).toBe('until cleared by hand')
  expect(blocksUntil(subscriber({}), 'utc')).toBe('–')
})

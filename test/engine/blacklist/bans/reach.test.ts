import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blockEnds, type SubscriberReach } from '../../../../src/contract/ledger/reach.ts'
import { countedReach } from '../../../../src/engine/blacklist/bans/reach.ts'

const subscriber = fc.record(
  {
    ...{ id: fc.uuid(), name: fc.string(), families: fc.constant([]), stale: fc.boolean() },
    state: fc.constantFrom('has' as const, 'has-not' as const, 'unknown' as const),
    ends: fc.constantFrom(...blockEnds),
    latest: fc.nat(),
  },
  { requiredKeys: ['id', 'name', 'families', 'stale', 'state'] },
) as fc.Arbitrary<SubscriberReach>

it('counts each subscriber once under what it has, and once under what ends its block', () => {
  fc.assert(
    fc.property(fc.array(subscriber, { maxLength: 20 }), (subscribers) => {
      const { has, hasNot, unknown, mayBlock } = countedReach({ ban: 'x', subscribers })
      expect(has + hasNot + unknown).toBe(subscribers.length)
      expect(mayBlock.count).toBe(has + unknown)
      expect(mayBlock.atATime + mayBlock.atNextPull + mayBlock.never + mayBlock.unknown).toBe(mayBlock.count)
      const times = subscribers.filter(({ state }) => state !== 'has-not').flatMap(({ latest }) => latest ?? [])
      expect(mayBlock.latest).toBe(times.length > 0 ? Math.max(...times) : undefined)
    }),
    { numRuns: 200 },
  )
})

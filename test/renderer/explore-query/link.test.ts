import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exploreTabs } from '../../../src/contract/console/explore.ts'
import { presets } from '../../../src/renderer/stores/range.ts'
import { isSameRange, readLink, writeLink, type ExploreLink } from '../../../src/renderer/views/explore/query/link.ts'

const nothing: ExploreLink = {
  ...{ filter: '', tab: 'dialogs', answers: false },
  ...{ sort: undefined, range: undefined, hunt: undefined },
}
const time = fc.integer({ min: 0, max: 4e12 })
const range = fc.oneof(
  fc.constantFrom(...presets).map(({ id }) => ({ kind: 'last' as const, preset: id })),
  fc.tuple(time, fc.integer({ min: 1, max: 1e10 })).map(([from, size]) => ({
    ...{ kind: 'fixed' as const, range: { from, to: from + size } },
  })),
)
const link: fc.Arbitrary<ExploreLink> = fc.record({
  filter: fc.string({ unit: 'binary' }),
  tab: fc.constantFrom(...exploreTabs),
  answers: fc.boolean(),
  sort: fc.option(fc.record({ by: fc.constantFrom('messages', 'firstSeen'), descending: fc.boolean() }), {
    nil: undefined,
  }),
  range: fc.option(range, { nil: undefined }),
  hunt: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
})

describe('links to Explore', () => {
  it('say all of its state', () => {
    fc.assert(
      fc.property(link, (state) => {
        expect(readLink(writeLink(state))).toEqual(state)
      }),
    )
  })

  it('never fail, whatever they hold', () => {
    const names = fc.constantFrom('filter', 'tab', 'answers', 'sort', 'range', 'hunt')
    const parameters = fc.dictionary(names, fc.oneof(fc.string(), fc.anything()))
    fc.assert(
      fc.property(parameters, (some) => {
        expect(exploreTabs).toContain(readLink(some).tab)
      }),
    )
  })

  it('say nothing that goes without saying', () => {
    expect(writeLink(nothing)).toEqual({})
    expect(readLink({})).toEqual(nothing)
  })

  it('are read as far as they make sense', () => {
    const odd = { filter: ['a', 'b'], tab: 'bans', answers: 'yes', sort: '-a b', range: '2026..2025', hunt: '-1' }
    expect(readLink(odd)).toEqual(nothing)
    expect(readLink({ range: 'Infinity..NaN' }).range).toBeUndefined()
  })

  it('name stretches to the millisecond, as a brushed one is kept', () => {
    const fixed = (from: number) => ({ kind: 'fixed' as const, range: { from, to: 2e12 } })
    expect(isSameRange(fixed(1e12), fixed(1e12 + 0.4))).toBe(true)
    expect(isSameRange(fixed(1e12), fixed(1e12 + 1))).toBe(false)
    expect(isSameRange(fixed(1e12), { kind: 'last', preset: '15m' })).toBe(false)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SourceFacts } from '../../../../src/engine/campaigns/suggest/facts.ts'
import { noDecisions } from '../../../../src/engine/campaigns/suggest/decisions.ts'
import { createSuggester, type Suggester } from '../../../../src/engine/campaigns/suggest/suggester.ts'
import { createRandom } from '../../../sip/fuzz/random.ts'
import { generateMonth } from '../../../support/month/month.ts'
import { facts } from './facts.ts'

function suggesterOf(sources: readonly SourceFacts[]): Suggester {
  const suggester = createSuggester()
  suggester.update(sources)
  return suggester
}

const host = (network: number, at: number): string => `198.51.${network}.${at}`
const dialling = (core: string) => ({ numbers: [{ core, confidence: 'high' as const }] })
/** So many sources of a network, each with the same number and a time of its own. */
const callers = (network: number, count: number, core: string): readonly SourceFacts[] =>
  Array.from({ length: count }, (_, at) =>
    facts(host(network, at + 1), { ...dialling(core), firstSeen: (network * 1000 + at) * 7_200_000 }),
  )

describe('what is put together', () => {
  it('is who dials the same rare number from the same network', () => {
    const suggester = suggesterOf([...callers(1, 9, '46850780296'), ...callers(2, 4, '48185422016')])
    expect(suggester.groups().map((group) => group.length)).toEqual([9, 4])
    const [first] = suggester.suggestions()
    expect(first?.evidence.map(({ words }) => words)).toContain('Same number 46850780296, dialled by 9 of 13 sources')
    expect(first?.strength).toBe(1)
  })

  it('is not who has only a public tool, a popular extension or a network in common', () => {
    const program = { tool: 'sipvicious', fingerprint: 'f1:O|via', userAgent: 'friendly-scanner' }
    const scanner = (at: number): SourceFacts =>
      facts(host(1, at), { programs: [program], users: ['100', '101'], firstSeen: at * 7_200_000 })
    expect(suggesterOf(Array.from({ length: 20 }, (_, at) => scanner(at + 1))).groups()).toEqual([])
  })

  it('stays apart when one source had the numbers of both', () => {
    const both = facts('203.0.113.9', {
      numbers: [...dialling('46850780296').numbers, ...dialling('48185422016').numbers],
    })
    const suggester = suggesterOf([...callers(1, 20, '46850780296'), ...callers(2, 20, '48185422016'), both])
    expect(suggester.groups().filter((group) => group.length > 25)).toEqual([])
  })

  it('is told by an odd range of extensions, and not by a round one', () => {
    const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, at) => `${first + at}`)
    const trying = (network: number, core: string, users: readonly string[]): readonly SourceFacts[] =>
      callers(network, 9, core).map((one) => ({ ...one, users }))
    const odd = trying(1, '46850780296', range(1307, 1471))
    const words = suggesterOf([...odd, ...trying(2, '48185422016', range(2000, 2099))])
      .suggestions()
      .flatMap(({ evidence }) => evidence.map((one) => one.words))
    expect(words).toContain('Same extensions 1307-1471, tried in a row by 9 of 18 sources')
    expect(words.filter((one) => one.includes('2000-2099'))).toEqual([])
  })

  it('shows what attackers wrote as what it is', () => {
    const userAgent = 'x\u202e<b>\u0000'
    const program = { tool: 'unknown', fingerprint: '', userAgent }
    const sources = callers(1, 3, '46850780296').map((one) => ({ ...one, programs: [program] }))
    const words = suggesterOf(sources)
      .suggestions()
      .flatMap(({ evidence }) => evidence.map((one) => one.words))
    expect(words.join('\n')).toContain('Same unusual User-Agent x')
    expect(words.join('\n')).not.toMatch(/[\u202e\u0000]/)
  })
})

describe('whatever the order', () => {
  it('small steps, changes and removals end, when all is grouped anew, where taking all at once begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 6 }), (seed, steps) => {
        const all = generateMonth(seed, { sources: 600, operators: 5 }).sources.map((source) => source.facts)
        const random = createRandom(seed)
        const shuffled = all.map((one) => ({ one, at: random.below(1 << 20) })).sort((a, b) => a.at - b.at)
        const gone = shuffled.slice(0, 20).map(({ one }) => one.address)
        const stepwise = createSuggester()
        const size = Math.ceil(shuffled.length / steps)
        stepwise.update(all.slice(0, 50).map((one) => ({ ...one, numbers: [], users: ['changed later'] })))
        for (let at = 0; at < shuffled.length; at += size)
          stepwise.update(shuffled.slice(at, at + size).map(({ one }) => one))
        stepwise.update([], gone)
        stepwise.regroup()
        const left = all.filter(({ address }) => !gone.includes(address))
        expect(stepwise.groups()).toEqual(suggesterOf(left).groups())
        const seen = (of: Suggester): unknown =>
          of.suggestions().map(({ evidence, sources }) => ({ evidence, sources }))
        expect(seen(stepwise)).toEqual(seen(suggesterOf(left)))
      }),
      { numRuns: 8 },
    )
  })
})

describe('identities', () => {
  it('stay while a group grows, and tell what it took in', () => {
    const suggester = suggesterOf([...callers(1, 9, '46850780296'), ...callers(2, 4, '48185422016')])
    const [first, second] = suggester.suggestions()
    const bridge = callers(2, 4, '48185422016').map((one) => ({
      ...one,
      ...{ numbers: [...one.numbers, ...dialling('46850780296').numbers], passwords: ['a1', 'b2', 'c3', 'd4'] },
    }))
    const guessers = callers(1, 9, '46850780296').map((one) => ({ ...one, passwords: ['a1', 'b2', 'c3', 'd4'] }))
    suggester.update([...bridge, ...guessers])
    const [merged, ...others] = suggester.suggestions()
    expect(others).toEqual([])
    expect(merged).toMatchObject({ id: first?.id, mergedFrom: [second?.id] })
    suggester.update([...callers(1, 9, '46850780296'), ...callers(2, 4, '48185422016')])
    const [kept, split] = suggester.suggestions()
    expect(kept?.id).toBe(first?.id)
    expect(split?.splitFrom).toBe(first?.id)
  })
})

describe('decisions', () => {
  const sources = callers(1, 9, '46850780296')

  it('a rejected suggestion is not made again, and is when the decision is taken back', () => {
    const suggester = suggesterOf(sources)
    const [first] = suggester.suggestions()
    if (!first) throw new Error('nothing was suggested')
    suggester.decide({ ...noDecisions, rejected: [{ sources: first.sources, signature: first.signature }] })
    suggester.update([facts(host(1, 99), dialling('46850780296'))])
    expect(suggester.suggestions()).toEqual([])
    suggester.decide(noDecisions)
    expect(suggester.suggestions().map(({ id }) => id)).toEqual([first.id])
  })

  it('an accepted campaign stays together, and is suggested again for what comes new', () => {
    const stranger = facts('203.0.113.9', {})
    const suggester = suggesterOf([...sources, stranger])
    const campaign = { id: 'sweden', sources: [...sources.map(({ address }) => address), stranger.address] }
    suggester.decide({ ...noDecisions, campaigns: [campaign] })
    expect(suggester.suggestions()).toEqual([])
    expect(suggester.groups()[0]).toContain(stranger.address)
    suggester.update([facts(host(1, 99), dialling('46850780296'))])
    expect(suggester.suggestions().map((one) => [one.campaigns, one.sources.length])).toEqual([[['sweden'], 11]])
  })

  it('a source that was taken out is not suggested again', () => {
    const suggester = suggesterOf([...sources, facts(host(1, 99), dialling('46850780296'))])
    const campaign = { id: 'sweden', sources: sources.slice(1).map(({ address }) => address) }
    suggester.decide({ ...noDecisions, campaigns: [campaign], detached: [{ source: host(1, 1), campaign: 'sweden' }] })
    expect(suggester.suggestions().map((one) => one.sources.includes(host(1, 1)))).toEqual([false])
  })
})

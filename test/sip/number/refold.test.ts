import { describe, expect, it } from 'vitest'
import { foldNumbers } from '../../../src/sip/number/fold.ts'
import { refold, type Member } from '../../../src/sip/number/refold.ts'
import { splitDialled } from '../../../src/sip/number/split.ts'
import { countries, pick, prefixes, seeded, shuffled, validNumber } from './generated.ts'

/** What an engine does: rows with identities, a refold after every batch. */
function rows(): { add(dialled: readonly string[]): void; readonly members: Member[]; coreOf(id: number): string } {
  const numbers = new Map<string, number>()
  let members: Member[] = []
  let next = 1
  const numberOf = (core: string): number => {
    const id = numbers.get(core) ?? next++
    numbers.set(core, id)
    return id
  }
  const add = (batch: readonly string[]): void => {
    for (const dialled of batch) {
      const { length, confidence } = splitDialled(dialled)
      const core = dialled.slice(dialled.length - length)
      members.push({ key: members.length, dialled, core, number: numberOf(core), confidence })
    }
    const { renamed, moved } = refold(members)
    for (const { number, core } of renamed) {
      expect(numbers.has(core)).toBe(false)
      for (const [text, id] of numbers) if (id === number) numbers.delete(text)
      numbers.set(core, number)
    }
    const moves = new Map(moved.map((move) => [move.key, move]))
    members = members.map((member) => {
      const move = moves.get(member.key)
      if (!move) return member
      expect(move.prefix + move.core).toBe(member.dialled)
      return { ...member, core: move.core, number: numberOf(move.core), confidence: move.confidence }
    })
  }
  return {
    add,
    get members() {
      return members
    },
    coreOf: (id) => [...numbers].find(([, number]) => number === id)?.[0] ?? '',
  }
}

describe('folding as evidence grows', () => {
  it('keeps the identity of a core that is only read better', () => {
    const store = rows()
    store.add(['94525123456'])
    const [before] = store.members
    expect(store.coreOf(before?.number ?? 0)).toBe('94525123456')
    store.add(['994525123456', '*94525123456', '#94525123456', '4525123456', '004525123456'])
    expect(new Set(store.members.map(({ number }) => store.coreOf(number)))).toEqual(new Set(['4525123456']))
  })

  it('lets the new core inherit from the reading that is given up', () => {
    const { renamed, moved } = refold([
      { key: 1, dialled: '94525123456', core: '94525123456', number: 7, confidence: 'low' },
      { key: 2, dialled: '004525123456', core: '04525123456', number: 7, confidence: 'low' },
    ])
    expect(renamed).toEqual([{ number: 7, core: '4525123456' }])
    expect(moved.map(({ prefix, core }) => `${prefix}|${core}`)).toEqual(['9|4525123456', '00|4525123456'])
  })

  it('merges into a core that is known already', () => {
    const { renamed, moved } = refold([
      { key: 1, dialled: '94525123456', core: '94525123456', number: 7, confidence: 'low' },
      { key: 2, dialled: '004525123456', core: '4525123456', number: 8, confidence: 'high' },
    ])
    expect(renamed).toEqual([])
    expect(moved).toMatchObject([{ key: 1, core: '4525123456', prefix: '9' }])
  })

  it('splits what another number has shown to be two, and keeps the identity of what stays', () => {
    const { renamed, moved } = refold([
      { key: 1, dialled: '00442079460958', core: '2079460958', number: 7, confidence: 'low' },
      { key: 2, dialled: '0012079460958', core: '2079460958', number: 7, confidence: 'low' },
    ])
    expect(renamed).toEqual([{ number: 7, core: '442079460958' }])
    expect(moved.map(({ core }) => core)).toEqual(['442079460958', '12079460958'])
  })

  it('changes nothing when nothing is new', () => {
    const store = rows()
    store.add(['981046500729221', '+46500729221', '00046500729221'])
    expect(refold(store.members)).toEqual({ renamed: [], moved: [] })
  })

  it('ends in the same cores whatever the order and the batches', () => {
    const random = seeded(3)
    for (let round = 0; round < 30; round++) {
      const core = validNumber(random, pick(random, countries))
      const tried = [...new Set(Array.from({ length: 12 }, () => pick(random, prefixes)))]
      const near = tried
        .slice(0, 4)
        .map((prefix) => `${prefix}${validNumber(random, 'US').slice(0, 3)}${core.slice(-8)}`)
      const strings = [...new Set([...tried.map((prefix) => prefix + core), ...near])]
      const expected = new Map(foldNumbers(strings).map((each) => [each.dialled, each]))
      const store = rows()
      const mixed = shuffled(random, strings)
      for (let at = 0; at < mixed.length;) {
        const until = at + 1 + Math.floor(random() * 4)
        store.add(mixed.slice(at, until))
        at = until
      }
      for (const { dialled, number, confidence } of store.members) {
        expect([dialled, store.coreOf(number), confidence]).toEqual([
          dialled,
          expected.get(dialled)?.core,
          expected.get(dialled)?.confidence,
        ])
      }
    }
  })
})

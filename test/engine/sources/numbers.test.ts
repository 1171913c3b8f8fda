import { expect, test } from 'vitest'
import type { NumberDialled } from '../../../src/contract/console/sources.ts'
import { shownNumbers } from '../../../src/engine/sources/numbers.ts'

const dialled = (core: string, prefixes: number): NumberDialled => ({
  ...{ core, attempts: prefixes, firstSeen: 0, lastSeen: 0, prefixCount: prefixes },
  prefixes: Array.from({ length: prefixes }, (_, at) => ({ prefix: String(at), attempts: 1, confidence: 'high' })),
})

test('a sweep of any size is shown in part and counted whole', () => {
  const shown = shownNumbers([
    dialled('46850780296', 40_000),
    ...Array.from({ length: 900 }, (_, at) => dialled(`4${at}`, 30)),
  ])
  expect(shown).toHaveLength(500)
  expect(shown[0]).toMatchObject({ prefixCount: 40_000, attempts: 40_000 })
  expect(shown[0]?.prefixes).toHaveLength(100)
  expect(shown[0]?.prefixes[99]?.prefix).toBe('99')
  expect(shown.at(-1)).toMatchObject({ prefixCount: 30, prefixes: [{ prefix: '0' }] })
  expect(shown.reduce((sum, { prefixes }) => sum + prefixes.length, 0)).toBeLessThan(2_600)
})

test('what is small is shown whole', () => {
  const numbers = [dialled('46850780296', 7), dialled('46850780297', 1)]
  expect(shownNumbers(numbers)).toEqual(numbers)
})

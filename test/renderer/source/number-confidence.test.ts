import { expect, test } from 'vitest'
import type { Confidence } from '../../../src/contract/console/vocabulary.ts'
import { confidenceOf } from '../../../src/renderer/views/source/number-confidence.ts'

const number = (...confidences: Confidence[]) => ({
  ...{ core: '4685', attempts: 1, firstSeen: 0, lastSeen: 0, prefixCount: confidences.length },
  prefixes: confidences.map((confidence, at) => ({ prefix: String(at), attempts: 1, confidence })),
})

test('one form that is read surely says so for the number', () => {
  expect(confidenceOf(number('low', 'high', 'medium'))).toBe('high')
  expect(confidenceOf(number('low', 'medium'))).toBe('medium')
  expect(confidenceOf(number('low'))).toBe('low')
  expect(confidenceOf(number())).toBe('low')
})

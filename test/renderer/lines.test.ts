import { expect, it } from 'vitest'
import { lines } from '../../src/renderer/text/lines.ts'

it('keeps the lines of a note, bounded in length and number', () => {
  expect(lines('Seen in March:\r\n\nsame tool', 100)).toEqual({ lines: ['Seen in March:', '', 'same tool'], more: 0 })
  expect(lines('ab\ncd', 4)).toEqual({ lines: ['ab', 'c'], more: 1 })
  expect(lines('a\u{1f600}b', 2)).toEqual({ lines: ['a'], more: 3 })
  const many = lines('x\n'.repeat(10_000), 20_000)
  expect(many.lines).toHaveLength(400)
  expect(many.lines.join('\n')).toBe('x\n'.repeat(10_000))
})

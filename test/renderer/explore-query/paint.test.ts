import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../../src/filter/parse.ts'
import { paint } from '../../../src/renderer/views/explore/query/paint.ts'

const clock = { now: Date.UTC(2026, 2, 1), zone: 'UTC' }
const painted = (text: string) => paint(text, parseFilter(text, clock).problems)
const pieces = ['method:', 'INVITE', '"a b"', '(', ')', '-', ' or ', ',', '*', '~"x+"', ' ', '"', '\u202e', '😀', 'x:']

describe('the colours of a filter', () => {
  it('are put on exactly the text', () => {
    const part = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const texts = painted(parts.join('')).map(({ text }) => text)
        expect(texts.join('')).toBe(parts.join(''))
      }),
    )
  })

  it('tell keys, values, quotes, words and signs', () => {
    expect(painted('-method:INVITE or (ua:"a b" scanner)')).toEqual([
      { text: '-', kind: 'sign' },
      { text: 'method:', kind: 'key' },
      { text: 'INVITE', kind: 'value' },
      { text: ' ', kind: 'plain' },
      { text: 'or', kind: 'word' },
      { text: ' ', kind: 'plain' },
      { text: '(', kind: 'sign' },
      { text: 'ua:', kind: 'key' },
      { text: '"a b"', kind: 'quoted' },
      { text: ' ', kind: 'plain' },
      { text: 'scanner', kind: 'plain' },
      { text: ')', kind: 'sign' },
    ])
  })

  it('underline what is wrong where it stands, an error above a hint', () => {
    expect(painted('cuntry:DE method:INVITE')).toContainEqual({ text: 'cuntry', kind: 'plain', problem: 'error' })
    const problem = { from: 0, to: 6, message: '', instead: [], weight: 'hint' } as const
    const both = paint('method', [problem, { ...problem, to: 2, weight: 'error' }])
    expect(both.map(({ problem: under }) => under)).toEqual(['error', 'hint'])
  })

  it('underline the character before what is missing', () => {
    const missing = { from: 3, to: 3, message: '', instead: [], weight: 'error' } as const
    expect(paint('abc', [missing]).at(-1)).toEqual({ text: 'c', kind: 'plain', problem: 'error' })
    expect(paint('', [{ ...missing, from: 0, to: 0 }])).toEqual([])
  })

  it('are put on the longest filter in a moment', () => {
    const text = 'a:,'.repeat(1333)
    const once = (): number => {
      const began = performance.now()
      painted(text)
      return performance.now() - began
    }
    // The best of some: a busy machine does not hold up every one.
    expect(Math.min(...Array.from({ length: 10 }, once))).toBeLessThan(200)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visible, visibleString } from '../../src/renderer/text/visible.ts'

const shown = (text: string): string => visibleString(text, 1000)

describe('visible text', () => {
  it.each([
    ['NUL', 'a\0b', 'a\\0b'],
    ['ANSI colour', '\x1b[31mred', '\\e[31mred'],
    ['C1 control', '\x9bm', '\\x9Bm'],
    ['line breaks', 'a\r\nb', 'a\\r\\nb'],
    ['bidi override', '\u202egnp.exe', '\\u202Egnp.exe'],
    ['bidi isolate', '\u2066x', '\\u2066x'],
    ['zero width', 'pay\u200bpal', 'pay\\u200Bpal'],
    ['byte order mark', '\ufeffx', '\\uFEFFx'],
    ['line separator', 'a\u2028b', 'a\\u2028b'],
    ['space that is none', 'a\u00a0b', 'a\\xA0b'],
    ['tag characters', 'x\u{e0041}', 'x\\u{E0041}'],
    ['half a surrogate pair', 'x\ud800y', 'x\\uD800y'],
    ['Hangul filler', '\u3164', '\\u3164'],
  ])('shows %s as an escape', (_, text, expected) => {
    expect(shown(text)).toBe(expected)
  })

  it('leaves markup and foreign letters as they are: text nodes need no escaping', () => {
    const text = '<img src=x onerror=alert(1)> Привет 你好 مرحبا 😀'
    expect(shown(text)).toBe(text)
    expect(visible(text, 1000).segments).toEqual([{ text, escape: false }])
  })

  it('never shows an unseen character, loses none, and bounds the length', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.integer({ min: 1, max: 200 }), (text, limit) => {
        const { segments, more } = visible(text, limit)
        const joined = segments.map((segment) => segment.text).join('')
        expect(joined).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
        expect(more).toBeGreaterThanOrEqual(text.length - limit)
        const plain = segments.filter(({ escape }) => !escape).map((segment) => segment.text)
        for (const part of plain) expect(text).toContain(part)
      }),
    )
  })

  it('says how much it left out and never cuts a character in half', () => {
    expect(visibleString('abcdef', 4)).toBe('abcd… 2 more')
    expect(visible('abc😀', 4)).toEqual({ segments: [{ text: 'abc', escape: false }], more: 2 })
  })

  it('looks at no more than it shows of 64 kB', () => {
    const { segments, more } = visible('\0'.repeat(65_536), 100)
    expect(segments).toHaveLength(100)
    expect(more).toBe(65_436)
  })
})

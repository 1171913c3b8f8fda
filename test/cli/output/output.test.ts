import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isoTime } from '../../../src/cli/output/json.ts'
import { progressOn } from '../../../src/cli/output/progress.ts'
import { cut, Table } from '../../../src/cli/output/table.ts'
import { jsonLine, terminalText, terminalWidth } from '../../../src/engine/terminal-text.ts'

const anyText = fc.string({ unit: 'binary', maxLength: 60 })

test('no text drives a terminal, and every text comes back whole from JSON', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(terminalText(text)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      const line = jsonLine({ text })
      expect(line).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u)
      expect(JSON.parse(line)).toEqual({ text })
    }),
  )
})

test('no line of a table is wider than the terminal, whatever stands in it', () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 5 }), fc.integer({ min: 4, max: 90 }), (texts, width) => {
      const table = new Table<string>(
        [
          { title: 'A', text: (text) => text },
          { title: 'B', text: () => '漢字' },
        ],
        width,
      )
      for (const line of [...table.lines(texts), ...table.lines(texts)])
        expect(terminalWidth(line)).toBeLessThanOrEqual(width)
    }),
  )
})

test('columns are aligned, figures to the right, wide letters counted as two', () => {
  const table = new Table<readonly [string, number]>(
    [
      { title: 'NAME', text: ([name]) => name },
      { title: 'COUNT', right: true, text: ([, count]) => String(count) },
    ],
    undefined,
  )
  expect(table.lines([['漢字', 7]])).toEqual(['NAME  COUNT', '漢字      7'])
  expect(table.lines([['longer than before', 12]])).toEqual(['longer than before     12'])
  expect(cut('abcdef', 4)).toBe('abc…')
})

test('times keep their microseconds', () => {
  expect(isoTime(Date.UTC(2026, 2, 1) + 10.123)).toBe('2026-03-01T00:00:00.010123Z')
  expect(isoTime(0)).toBe('1970-01-01T00:00:00.000000Z')
})

test('progress is one line that is wiped, seldom enough to read, and nothing where nobody watches', () => {
  let time = 0
  const shown = (isTTY: boolean): string => {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 12 }) as unknown as PassThrough &
      NodeJS.WriteStream
    const progress = progressOn(stream, () => time)
    for (const text of ['too soon', 'now seen, and too long', 'too soon again']) {
      progress.show(text)
      if (text === 'too soon') time += 250
    }
    progress.clear()
    return String(stream.read() ?? '')
  }
  expect(shown(true)).toBe('\r\x1b[Know seen, a\r\x1b[K')
  expect(shown(false)).toBe('')
})

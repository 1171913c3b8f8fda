import { expect, test } from 'vitest'
import { csvName, rowsCsv } from '../../../src/renderer/charts/rows-csv.ts'
import { isoTime } from '../../../src/renderer/text/time.ts'
import { numberRows } from '../../../src/renderer/views/source/number-rows.ts'
import { timelineRows } from '../../../src/renderer/views/source/timeline-option.ts'

const start = Date.UTC(2026, 2, 29, 0, 59, 58)
const number = (core: string, prefixes: readonly string[], prefixCount = prefixes.length) => ({
  ...{ core, attempts: 10 * prefixCount, firstSeen: start, lastSeen: start, prefixCount },
  prefixes: prefixes.map((prefix) => ({ prefix, attempts: 10, confidence: 'high' as const })),
})

test('a timeline is exported with UTC times, whatever the zone on screen', () => {
  const csv = rowsCsv(timelineRows({ from: start, step: 2000, counts: [3, 0] }, isoTime))
  expect(csv).toBe(
    '\ufeffTime,Messages in 2 s,Per second\r\n2026-03-29T00:59:58.000Z,3,1.500\r\n2026-03-29T01:00:00.000Z,0,0.000\r\n',
  )
})

test('what an attacker dialled runs as no formula, and breaks no row', () => {
  const hostile = ['=cmd|calc', '+', '@x', '-1', 'a,"b"\r\nc']
  const lines = rowsCsv(numberRows([number('46812345678', hostile)]))
    .slice(1)
    .split('\r\n')
  expect(lines).toHaveLength(1 + hostile.length + 1)
  for (const line of lines) for (const cell of line.split(',')) expect(cell).not.toMatch(/^"?[=+@-]/)
  expect(lines[2]).toBe("46812345678,,'+,10,high")
})

test('prefixes that are not listed are one row, so that attempts add up', () => {
  const { rows } = numberRows([number('1', ['', '9'], 5)])
  expect(rows).toEqual([
    ['1', '', 'bare', 10, 'high'],
    ['1', '', '9', 10, 'high'],
    ['1', '', '3 more', 30, ''],
  ])
})

test('a file name holds nothing that a system refuses', () => {
  expect(csvName('attempts 2001:db8::1')).toBe('attempts-2001-db8-1.csv')
  expect(csvName('../..\\a/b\u202e<c>')).not.toMatch(/[\\/<>\u202e]/)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rawLines, segmentsOf } from '../../../src/renderer/views/dialog/raw-lines.ts'

const lines = (text: string) => rawLines(new TextEncoder().encode(text))

it('names each line end', () => {
  expect(lines('a\r\nb\nc\rd').map(({ wire, ending }) => [wire, ending])).toEqual([
    ['a', 'CRLF'],
    ['b', 'LF'],
    ['c', 'CR'],
    ['d', 'none'],
  ])
})

const shown = (raw: Uint8Array) =>
  rawLines(raw).map((line) =>
    segmentsOf(line, [])
      .map(({ text }) => text)
      .join(''),
  )

it('shows UTF-8 as text and other bytes one by one', () => {
  expect(shown(new TextEncoder().encode('From: Zoë'))).toEqual(['From: Zoë'])
  expect(shown(Uint8Array.of(0x41, 0xff, 0x00))).toEqual(['A\u00ff\0'])
})

it('cuts a line that is very long, never within a character', () => {
  const raw = new TextEncoder().encode(`${'é'.repeat(1500)}\r\nend`)
  expect(rawLines(raw).map(({ ending }) => ending)).toEqual(['more', 'more', 'CRLF', 'none'])
  expect(shown(raw).join('')).toBe(`${'é'.repeat(1500)}end`)
})

it('cuts a line where marks begin and end', () => {
  const line = { start: 10, wire: 'To: <sip:a>' }
  const marks = [
    { kind: 'fault' as const, start: 0, end: 16 },
    { kind: 'selected' as const, start: 14, end: 18 },
    { kind: 'selected' as const, start: 40, end: 50 },
  ]
  expect(segmentsOf(line, marks).map(({ text, marks: kinds, start }) => [start, text, kinds.join()])).toEqual([
    [10, 'To: ', 'fault'],
    [14, '<s', 'fault,selected'],
    [16, 'ip', 'selected'],
    [18, ':a>', ''],
  ])
  expect(segmentsOf({ start: 0, wire: '' }, marks)).toEqual([])
})

it('covers every byte exactly once, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000, size: 'max' }), (bytes) => {
      let at = 0
      for (const line of rawLines(bytes)) {
        expect(line.start).toBe(at)
        expect(line.end).toBeGreaterThan(line.start)
        at = line.end
      }
      expect(at).toBe(bytes.length)
    }),
  )
})

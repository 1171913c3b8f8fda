import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rawLines } from '../../../src/renderer/views/dialog/raw-lines.ts'

const lines = (text: string) => rawLines(new TextEncoder().encode(text))

it('names each line end', () => {
  expect(lines('a\r\nb\nc\rd').map(({ text, ending }) => [text, ending])).toEqual([
    ['a', 'CRLF'],
    ['b', 'LF'],
    ['c', 'CR'],
    ['d', 'none'],
  ])
})

it('shows UTF-8 as text and other bytes one by one', () => {
  expect(lines('From: Zoë')[0]?.text).toBe('From: Zoë')
  expect(rawLines(Uint8Array.of(0x41, 0xff, 0x00))[0]?.text).toBe('A\u00ff\0')
})

it('covers every byte exactly once, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
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

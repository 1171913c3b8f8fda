import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvReport, guarded } from '../../../src/engine/reports/csv.ts'
import { hostile, line, type ReportDocument } from '../../../src/engine/reports/document.ts'
import { htmlReport } from '../../../src/engine/reports/html.ts'
import { codeSpan, markdownReport } from '../../../src/engine/reports/markdown.ts'
import { masked, sampleLines } from '../../../src/engine/reports/sample.ts'
import { visible } from '../../../src/sip/text/visible.ts'
import { hostileTexts } from '../../support/hostile.ts'

const reportOf = (text: string): ReportDocument => ({
  title: text,
  tlp: 'AMBER',
  generatedAt: 0,
  cover: [['Note', line(text, hostile(text))]],
  sections: [
    {
      heading: text,
      blocks: [
        { kind: 'text', line: line(text, hostile(text)) },
        { kind: 'list', items: [line(hostile(text))] },
        { kind: 'table', head: [text], rows: [[line(hostile(text))]], note: text },
        { kind: 'sample', caption: text, lines: [text] },
        { kind: 'chart', caption: text, counts: [1, 2], from: text, to: text, unit: text },
      ],
    },
  ],
  indicators: [{ type: 'user-agent', value: text, numRaw: text, note: text }],
})

const text = fc.oneof(fc.constantFrom(...hostileTexts), fc.string({ unit: 'binary', maxLength: 60 }))

const acting = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/

test('no control, bidirectional or zero-width character survives in any text form', () => {
  fc.assert(
    fc.property(text, (value) => {
      const report = reportOf(value)
      expect(visible(value)).not.toMatch(acting)
      expect(htmlReport(report)).not.toMatch(acting)
      expect(markdownReport(report)).not.toMatch(acting)
      expect(csvReport(report).replaceAll('\r\n', '\n')).not.toMatch(acting)
    }),
  )
})

test('HTML holds no tag and no attribute but our own, whatever the text', () => {
  const tags = (html: string) => html.match(/<[^>]*>/g)?.map((tag) => tag.replace(/"[^"]*"/g, '""'))
  const ours = tags(htmlReport(reportOf('plain')))
  fc.assert(
    fc.property(text, (value) => {
      expect(tags(htmlReport(reportOf(value)))).toEqual(ours)
    }),
  )
})

test('a code span cannot be left from inside', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', 'a', ' ', '|'), maxLength: 20 }), (value) => {
      const span = codeSpan(value)
      const fence = /^`+/.exec(span)?.[0] ?? ''
      const inside = span.slice(fence.length, span.length - fence.length)
      expect(inside.match(/`+/g)?.some((run) => run.length === fence.length) ?? false).toBe(false)
    }),
  )
})

test.each(['=1+1', '+46', '-1', '@x', '\tx', '\rx', '\0x', ' =1', '\uff1d1'])('the cell %j is guarded', (cell) => {
  expect(guarded(cell)).toMatch(/^'/)
})

test('a cell that is no formula is left alone', () => expect(guarded('46850780296')).toBe('46850780296'))

test('below TLP:RED a sample tells neither digest responses nor where the sensor is', () => {
  const message = [
    'REGISTER sip:203.0.113.40 SIP/2.0',
    'To: <sip:100@203.0.113.40>',
    'Authorization: Digest username="100", uri="sip:203.0.113.40", response =\r\n "6629fae49393a05397450978507c4ef1", nonce="x"',
    'Via: SIP/2.0/UDP 192.0.2.9;received=203.0.113.41',
  ].join('\r\n')
  const shown = masked(message, '203.0.113.41')
  expect(shown).not.toMatch(/6629fae4|203\.0\.113\.4[01]/)
  expect(shown).toContain('192.0.2.9')
  const lines = sampleLines({ bytes: Buffer.from(message), local: undefined }, 'RED')
  expect(lines.join('\n')).toContain('6629fae49393a05397450978507c4ef1')
})

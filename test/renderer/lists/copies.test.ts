import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runsAsFormula } from '../../../src/contract/console/spreadsheet.ts'
import type { Column } from '../../../src/renderer/components/grid.ts'
import { defanged, jsonOf, nftElements, wiresharkFilter } from '../../../src/renderer/lists/copies.ts'
import { csvOf, markdownOf, tableOf, tsvOf } from '../../../src/renderer/lists/table-text.ts'

interface Row {
  readonly agent: string
  readonly size: number
}
const columns: readonly Column<Row>[] = [
  { id: 'agent', title: 'User agent', width: '1fr', text: ({ agent }) => agent },
  { id: 'size', title: '', width: '1fr', sortBy: ({ size }) => size },
]
const table = (...agents: string[]) =>
  tableOf(
    agents.map((agent) => ({ agent, size: 7 })),
    columns,
  )

describe('rows as text', () => {
  it('names every column, also one whose heading is a glyph', () => {
    expect(table('x')).toEqual([
      ['User agent', 'size'],
      ['x', '7'],
    ])
  })

  it('quotes as RFC 4180 says', () => {
    expect(csvOf(table('a,"b"'))).toBe('\ufeffUser agent,size\r\n"a,""b""",7\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '  =1', '\uff1d1'])('guards %j against spreadsheets', (formula) => {
    expect(runsAsFormula(formula)).toBe(true)
    const [, line = ''] = csvOf(table(formula)).split('\r\n')
    expect(line.replace(/^"/, '').startsWith("'")).toBe(true)
    expect(tsvOf(table(formula)).split('\n')[1]?.startsWith("'")).toBe(true)
  })

  it.each(['\t=1', '\r=1', '\n=1', '\0=1'])('turns %j into an escape, which no spreadsheet runs', (text) => {
    const [, line = ''] = csvOf(table(text)).split('\r\n')
    expect(line).toMatch(/^\\[trn0]=1,7$/)
  })

  it('never lets a cell break its line or its column, whatever was written into it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (agent) => {
        expect(csvOf(table(agent)).split('\r\n')).toHaveLength(3)
        const lines = tsvOf(table(agent)).split('\n')
        expect(lines).toHaveLength(2)
        expect(lines[1]?.split('\t')).toHaveLength(2)
      }),
    )
  })

  it('keeps Markdown and HTML inert', () => {
    expect(markdownOf(table('a|b <img> [x](y)')).split('\n')).toEqual([
      '| User agent | size |',
      '| --- | --- |',
      '| a\\|b \\<img\\> \\[x\\]\\(y\\) | 7 |',
    ])
  })
})

describe('forms for other programs', () => {
  it('defangs addresses', () => {
    expect(defanged('192.0.2.1')).toBe('192[.]0[.]2[.]1')
    expect(defanged('2001:db8::1')).toBe('2001[:]db8[:][:]1')
  })

  it('writes a Wireshark filter of addresses of both families, each once', () => {
    const subjects = [{ address: '192.0.2.1' }, { address: '2001:db8::1' }, { address: '192.0.2.1' }]
    expect(wiresharkFilter(subjects)).toBe('ip.addr == 192.0.2.1 || ipv6.addr == 2001:db8::1')
    expect(wiresharkFilter([{ number: '46850780296' }])).toBe('sip.r-uri.user contains "46850780296"')
    expect(wiresharkFilter([{}])).toBe('')
  })

  it('does not let a Call-ID end the string of the filter', () => {
    expect(wiresharkFilter([{ callId: 'a" || ip.addr == "\\é' }])).toBe(
      String.raw`sip.Call-ID == "a\x22 || ip.addr == \x22\x5c\xc3\xa9"`,
    )
  })

  it('adds to a set for each family', () => {
    expect(nftElements(['192.0.2.1', '2001:db8::1', '192.0.2.1', '198.51.100.2'])).toBe(
      'add element inet filter honeynet4 { 192.0.2.1, 198.51.100.2 }\nadd element inet filter honeynet6 { 2001:db8::1 }',
    )
  })

  it('writes one row as an object, more as a list, and no bytes', () => {
    expect(JSON.parse(jsonOf([{ a: 1, raw: new Uint8Array(3) }]))).toEqual({ a: 1 })
    expect(JSON.parse(jsonOf([{ a: 1 }, { a: 2 }]))).toEqual([{ a: 1 }, { a: 2 }])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sippDialog, sippScenario, type ScenarioForm, type ScenarioPart } from '../../../src/sip/write/sipp.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const sent = (scenario: string): readonly string[] => {
  const start = '<![CDATA[\n'
  return scenario.slice(scenario.indexOf(start) + start.length, scenario.indexOf(']]>')).split('\n')
}
const request = [
  'INVITE sip:9011[len]@192.0.2.9 SIP/2.0',
  'v: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKx',
  'Via: SIP/2.0/UDP 203.0.113.5',
  'From: "a\\b ]]> é" <sip:x>',
  '\tfolded ',
  'i: abc',
  'Content-Length: 99',
  '',
  'v=0',
  '',
  'Call-ID: not a header here',
  '',
]

describe('a SIPp scenario of one request', () => {
  it('lets SIPp choose the topmost Via and the Call-ID, and keeps everything else', () => {
    expect(sent(sippScenario(bytes(request.join('\r\n'))))).toEqual([
      'INVITE sip:9011\\x5blen\\x5d@192.0.2.9 SIP/2.0',
      'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
      'Via: SIP/2.0/UDP 203.0.113.5',
      'From: "a\\x5cb \\x5d\\x5d> \\xc3\\xa9" <sip:x>',
      '\\x09folded\\x20',
      'Call-ID: [call_id]',
      'Content-Length: 99',
      '',
      'v=0',
      '',
      'Call-ID: not a header here\\x0d\\x0a',
    ])
  })

  it('says so when line ends cannot be kept', () => {
    const scenario = sippScenario(bytes('OPTIONS sip:x SIP/2.0\nX: 1\n\nbody\n\r\n'))
    expect(sent(scenario)).toEqual(['OPTIONS sip:x SIP/2.0', 'X: 1', '', 'body\\x0a\\x0d\\x0a'])
    expect(scenario).toContain('<!-- The head did not end in an empty line with CRLF')
  })

  it('says so when the bytes are no SIP', () => {
    expect(sippScenario(bytes('GET / HTTP/1.0\r\n\r\n'))).toContain('<!-- Bytes that are no SIP are left out')
  })

  it('never lets a message leave its section or name a keyword of its own', () => {
    const ours = /\[(?:transport|local_ip|local_port|branch|call_id)\]/g
    const hostile = fc.oneof(
      fc.constantFrom(']]>', '[call_id]', '\\x41', '-->', '\r\nVia: ', '\r\ni:'),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 12 }), (parts) => {
        const scenario = sippScenario(bytes(`OPTIONS sip:x SIP/2.0\r\n${parts.join('')}\r\n\r\n`))
        expect(scenario.split(']]>')).toHaveLength(2)
        expect(sent(scenario).join('\n').replaceAll(ours, '')).toMatch(/^(?:[\x20-\x5a\x5e-\x7e\n]|\\x[0-9a-f]{2})*$/)
      }),
    )
  })
})

const head = (lines: readonly string[]): Uint8Array => bytes([...lines, 'Content-Length: 0', '', ''].join('\r\n'))
const common = (method: string, tag: string): readonly string[] => [
  'Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bKa',
  'From: <sip:a@b>;tag=1',
  `To: <sip:c@d>${tag}`,
  'Call-ID: c-1@192.0.2.7',
  `CSeq: 1 ${method}`,
]
const call: readonly ScenarioPart[] = [
  { direction: 'in', time: 1000, raw: head(['INVITE sip:c@d SIP/2.0', ...common('INVITE', '')]) },
  { direction: 'out', time: 1001, raw: head(['SIP/2.0 100 Trying', ...common('INVITE', '')]) },
  { direction: 'out', time: 1002, raw: head(['SIP/2.0 403 Forbidden', ...common('INVITE', ';tag=ours')]) },
  { direction: 'in', time: 1010, raw: head(['ACK sip:c@d SIP/2.0', ...common('ACK', ';tag=ours')]) },
  { direction: 'in', time: 1510, raw: head(['OPTIONS sip:c@d SIP/2.0', ...common('OPTIONS', '')]) },
]
const scenario = (form: ScenarioForm, parts = call): string => sippDialog(parts, form)
const outline = (text: string): readonly string[] => text.match(/<(?:send|recv|pause)[^>!]*/g) ?? []

describe('a SIPp scenario of a dialog', () => {
  it('sends what the source sent and waits for what it got', () => {
    const text = scenario({ plays: 'source', texts: 'own' })
    expect(outline(text)).toEqual([
      '<send',
      '<recv response="100" optional="true"/',
      '<recv response="403"/',
      '<send',
      '<pause milliseconds="500"/',
      '<send',
    ])
    expect(text).toContain('<!-- sipp -sf THIS_FILE -m 1 -nr HOST:PORT -->')
    // The ACK of a refusal has the branch and the tag of what it acknowledges.
    expect(text.split('<send>')[2]).toContain('branch=[branch-3]\n')
    expect(text.split('<send>')[2]).toContain('\n[last_To:]\n')
  })

  it('names its Call-ID to SIPp when the bytes are to stay as they are', () => {
    const text = scenario({ plays: 'source', texts: 'exact' })
    expect(text).toContain('<!-- sipp -sf THIS_FILE -m 1 -nr -cid_str c-1@192.0.2.7 HOST:PORT -->')
    expect(text).not.toMatch(/\[[a-z]/)
  })

  it('waits for nothing when a hostile Call-ID cannot be named', () => {
    const parts = call.map((part) => ({
      ...part,
      raw: bytes(new TextDecoder().decode(part.raw).replace('c-1@', "'; rm --> ")),
    }))
    const text = scenario({ plays: 'source', texts: 'exact' }, parts)
    expect(text).toContain('answers are not waited for')
    expect(outline(text).filter((step) => step.startsWith('<recv'))).toEqual([])
    expect(text.match(/-->/g)).toHaveLength(2 + 3)
  })

  it('plays our sensor: waits for requests and mirrors them', () => {
    const text = scenario({ plays: 'sensor', texts: 'own' })
    expect(outline(text)).toEqual([
      '<recv request="INVITE"/',
      '<send',
      '<pause milliseconds="1"/',
      '<send',
      '<recv request="ACK"/',
      '<recv request="OPTIONS"/',
    ])
    expect(text.split('<send>')[2]).toContain(
      '[last_Via:]\n[last_From:]\n[last_To:];tag=ours\n[last_Call-ID:]\n[last_CSeq:]',
    )
  })

  it('is well formed whatever the messages', () => {
    const start = fc.constantFrom(
      'OPTIONS sip:x SIP/2.0',
      'IN"V<I>TE sip:x SIP/2.0',
      'SIP/2.0 200 OK',
      'SIP/2.0 180 x',
      '-->',
    )
    const part = fc.tuple(
      fc.constantFrom('in', 'out'),
      start,
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.boolean(),
    )
    const form = fc.record({ plays: fc.constantFrom('source', 'sensor'), texts: fc.constantFrom('own', 'exact') })
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), form, (made, asked) => {
        const parts = made.map(([direction, line, rest, ended], time) => {
          const raw = bytes(`${line}\r\nCall-ID: ${rest}${ended ? '\r\n\r\n' : ''}`)
          return { direction, time, raw }
        })
        const text = sippDialog(parts, asked)
        const outside = text.replace(/<send><!\[CDATA\[[^]*?\]\]><\/send>/g, '').replace(/<!-- (?:(?!--)[^])*-->/g, '')
        expect(outside.replace(/<(?:recv|pause) \w+="[\w-]+"(?: optional="true")?\/>/g, '').trim()).toMatch(
          /^<\?xml [^>]*>\n<!DOCTYPE [^>]*>\s*<scenario name="A dialog of the honeynet">\s*<\/scenario>$/,
        )
      }),
    )
  })

  it('must get a provisional answer that nothing final follows', () => {
    expect(outline(scenario({ plays: 'source', texts: 'own' }, call.slice(0, 2)))[1]).toBe('<recv response="100"/')
  })
})

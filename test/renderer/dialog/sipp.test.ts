import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sippScenario } from '../../../src/renderer/views/dialog/sipp.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const sent = (raw: Uint8Array): readonly string[] => {
  const scenario = sippScenario(raw)
  const start = '<![CDATA[\n'
  return scenario.slice(scenario.indexOf(start) + start.length, scenario.indexOf('\n]]>')).split('\n')
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
]

describe('SIPp scenario', () => {
  it('lets SIPp choose the topmost Via, Call-ID and length, and keeps everything else', () => {
    expect(sent(bytes(request.join('\r\n')))).toEqual([
      'INVITE sip:9011\\x5blen\\x5d@192.0.2.9 SIP/2.0',
      'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
      'Via: SIP/2.0/UDP 203.0.113.5',
      'From: "a\\x5cb \\x5d\\x5d> \\xc3\\xa9" <sip:x>',
      '\\x09folded\\x20',
      'Call-ID: [call_id]',
      'Content-Length: [len]',
      '',
      'v=0',
      '',
      'Call-ID: not a header here',
    ])
  })

  it('reads line ends of every kind', () => {
    expect(sent(bytes('OPTIONS sip:x SIP/2.0\nX: 1\n\nbody'))).toEqual(['OPTIONS sip:x SIP/2.0', 'X: 1', '', 'body'])
  })

  it('never lets a message leave its section or name a keyword of its own', () => {
    const ours = /\[(?:transport|local_ip|local_port|branch|call_id|len)\]/g
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
        const scenario = sippScenario(raw)
        expect(scenario.split(']]>')).toHaveLength(2)
        expect(sent(raw).join('\n').replaceAll(ours, '')).toMatch(/^(?:[\x20-\x5a\x5e-\x7e\n]|\\x[0-9a-f]{2})*$/)
      }),
    )
  })
})

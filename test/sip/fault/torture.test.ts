import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/sip/analysis.ts'
import { topVia } from '../../../src/sip/header/via.ts'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { headerValue, headerValues, parseMessage } from '../../../src/sip/message/parse.ts'
import type { FaultCode } from '../../../src/sip/fault/fault.ts'
import { fixture, messagesIn } from '../fixtures.ts'

/** The messages that the parser itself finds fault with; all others have none. */
const faults: Readonly<Record<string, readonly FaultCode[]>> = {
  'baddn.dat': ['head-unfinished'],
  'clerr.dat': ['short-body'],
  'dblreq.dat': ['surplus'],
  'lwsruri.dat': ['start-line-blanks'],
  'lwsstart.dat': ['start-line-blanks'],
  'mismatch01.dat': ['cseq-method'],
  'mismatch02.dat': ['cseq-method'],
  'multi01.dat': ['duplicate-header'],
  'ncl.dat': ['content-length'],
  'scalarlg.dat': ['cseq'],
  'test.dat': ['start-line', 'header-without-colon'],
  'ipv6-correct-abnf-2-colons': ['head-unfinished'],
  'mult-ip-in-sdp': ['short-body'],
}

describe.each(['rfc4475', 'rfc5118-ipv6'])('%s', (folder) => {
  it.each(messagesIn(folder))('%s is read whole, with the right faults', (name) => {
    const raw = fixture(`${folder}/${name}`)
    const message = parseMessage(raw)
    expect(message.bytes).toBe(raw)
    expect(message.headers.length).toBeGreaterThan(6)
    expect([...new Set(message.faults.map((fault) => fault.code))]).toEqual(faults[name] ?? [])
    expect(() => analyse({ raw, direction: 'in' })).not.toThrow()
  })
})

describe('a short tortuous INVITE (RFC 4475 §3.1.1.1)', () => {
  const message = parseMessage(fixture('rfc4475/wsinv.dat'))

  it('unfolds, expands compact forms and keeps the order', () => {
    expect(message.start).toMatchObject({ method: 'INVITE', uri: 'sip:vivekg@chair-dnrc.example.com;unknownparam' })
    expect(headerValue(message, 'to')).toBe('sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n')
    expect(headerValue(message, 'call-id')).toBe('wsinv.ndaksdj@192.0.2.1')
    expect(headerValue(message, 'subject')).toBe('')
    expect(headerValues(message, 'via')).toHaveLength(2)
    expect(message.headers.map((header) => header.name)).toContain('v')
    expect(message.body).toHaveLength(150)
  })

  it('reads addresses and Via through all the blanks', () => {
    const from = parseAddress(headerValue(message, 'from') ?? '')
    expect(from.display).toBe('J Rosenberg \\"')
    expect(from.params.get('tag')).toBe('98asjd8')
    expect(topVia(message)).toMatchObject({ transport: 'UDP', host: '192.0.2.2', branch: '390skdjuw' })
  })
})

describe('wide ranges of characters (RFC 4475 §3.1.1.2)', () => {
  const message = parseMessage(fixture('rfc4475/intmeth.dat'))

  it('takes any token as method and shows UTF-8 and an escaped NUL', () => {
    expect(message.start).toMatchObject({ method: "!interesting-Method0123456789_*+`.%indeed'~" })
    expect(headerValue(message, 'to')).toContain('\0')
    expect(headerValue(message, 'from')).toMatch(/тест|[\u0400-\u04ff]|[^\x00-\x7f]/)
  })
})

describe('IPv6 (RFC 5118)', () => {
  it('reads host and port with and without brackets', () => {
    const requestUri = (name: string): string => {
      const { start } = parseMessage(fixture(`rfc5118-ipv6/${name}`))
      return start?.kind === 'request' ? start.uri : ''
    }
    expect(parseAddress(requestUri('ipv6-good')).uri).toMatchObject({ host: '2001:db8::10' })
    expect(parseAddress(requestUri('ipv6-bad')).uri).toMatchObject({ host: '2001:db8::10' })
    expect(parseAddress(requestUri('port-unambiguous')).uri).toMatchObject({ host: '2001:db8::10', port: 5070 })
  })

  it('takes a received parameter without brackets', () => {
    const via = topVia(parseMessage(fixture('rfc5118-ipv6/via-received-param-no-delim')))
    expect(via?.params.get('received')).toBe('2001:db8::9:255')
  })
})

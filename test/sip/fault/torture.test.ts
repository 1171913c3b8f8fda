import { describe, expect, it } from 'vitest'
import { analyse } from '../../../src/sip/analysis.ts'
import { topVia } from '../../../src/sip/header/via.ts'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { headerValue, headerValues, parseMessage } from '../../../src/sip/message/parse.ts'
import { fixture, messagesIn } from '../fixtures.ts'
import { rfc4475, rfc5118, type Verdict } from './torture-table.ts'

const folders: readonly (readonly [string, Readonly<Record<string, Verdict>>])[] = [
  ['rfc4475', rfc4475],
  ['rfc5118-ipv6', rfc5118],
]

describe.each(folders)('%s', (folder, table) => {
  it('is judged message by message', () => expect([...messagesIn(folder)].sort()).toEqual(Object.keys(table).sort()))

  it.each(Object.entries(table))('%s', (name, { faults }) => {
    const { faults: found } = parseMessage(fixture(`${folder}/${name}`))
    expect([...new Set(found.map(({ code }) => code))].sort()).toEqual([...faults].sort())
  })

  it.each(Object.entries(table))('%s breaks a rule only where the RFC says so', (name, { judged }) => {
    const weights = parseMessage(fixture(`${folder}/${name}`)).faults.map(({ weight }) => weight)
    const broken = weights.filter((weight) => weight !== 'slight').length
    if (judged === 'valid') expect(broken).toBe(0)
    else if (judged === 'invalid') expect(weights.length).toBeGreaterThan(0)
  })

  it.each(Object.keys(table))('%s is shown whole', (name) => {
    const raw = fixture(`${folder}/${name}`)
    const message = parseMessage(raw)
    expect(message.bytes).toBe(raw)
    let at = message.headersAt
    for (const header of message.headers) {
      expect(header.start).toBe(at)
      at = header.end
    }
    expect(at).toBe(message.headersEnd)
    expect(message.bodyAt).toBeGreaterThanOrEqual(at)
    expect(message.bodyEnd).toBe(message.bodyAt + message.body.length)
    expect(() => analyse({ raw, direction: 'in' })).not.toThrow()
  })

  it.each(Object.keys(table))('%s has every fault at a byte of its own', (name) => {
    const raw = fixture(`${folder}/${name}`)
    for (const { at, rule } of parseMessage(raw).faults) {
      expect(rule).toMatch(/RFC \d+ §/)
      if (at !== undefined) expect(at >= 0 && at <= raw.length).toBe(true)
    }
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

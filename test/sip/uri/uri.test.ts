import { describe, expect, it } from 'vitest'
import { isIpv6, splitHostPort } from '../../../src/sip/uri/host.ts'
import { parseUri } from '../../../src/sip/uri/uri.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { fixture } from '../fixtures.ts'

describe('a URI', () => {
  it('may have a rich user part (RFC 4475 §3.1.1.2)', () => {
    const { start } = parseMessage(fixture('rfc4475/intmeth.dat'))
    expect(start?.kind === 'request' && parseUri(start.uri)).toMatchObject({
      user: "1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*",
      password: "&it+has=1,weird!*pas$wo~d_too.(doesn't-it)",
      host: 'example.com',
    })
  })

  it('may have escapes, parameters and headers (RFC 4475 §3.1.1.3, §3.3.14)', () => {
    const uri = parseUri('sip:cal%6Cer@Host5.example.net;%6C%72;n%61me=v%61lue%25%34%31?Route=%3Csip:x%3E&a=b')
    expect(uri).toMatchObject({ user: 'cal%6Cer', host: 'host5.example.net', headers: 'Route=%3Csip:x%3E&a=b' })
    expect(uri?.params.get('n%61me')).toBe('v%61lue%25%34%31')
  })

  it('has a semicolon in the user part or behind the host (RFC 4475 §3.1.1.9)', () => {
    const uri = parseUri('sip:user;par=u%40example.net@example.com;par=2')
    expect([uri?.user, uri?.params.get('par')]).toEqual(['user;par=u%40example.net', '2'])
  })

  it('may be a telephone number (RFC 3966)', () => {
    const uri = parseUri('TEL:+1-201-555-0123;ext=12;isub=34;phone-context=example.com')
    expect(uri).toMatchObject({ scheme: 'tel', user: '+1-201-555-0123', host: '' })
    expect(['ext', 'isub', 'phone-context'].map((name) => uri?.params.get(name))).toEqual(['12', '34', 'example.com'])
  })

  it('of another scheme stays in one piece', () => {
    expect(parseUri('soap.beep://192.0.2.103:3002')).toMatchObject({
      scheme: 'soap.beep',
      opaque: '//192.0.2.103:3002',
      host: '',
    })
  })

  it.each(['bob@example.com', '', ':', '1sip:a', '<sip:a@b>', 'user'])('is not %j', (text) =>
    expect(parseUri(text)).toBeUndefined(),
  )
})

describe('host and port', () => {
  it.each([
    ['Example.COM:5060', { host: 'example.com', port: 5060 }],
    ['[2001:DB8::1]:99', { host: '2001:db8::1', port: 99 }],
    ['[2001:db8::10:5070]', { host: '2001:db8::10:5070' }],
    ['2001:db8::10', { host: '2001:db8::10' }],
    ['a : 5', { host: 'a', port: 5 }],
    ['a:99999', { host: 'a' }],
    ['[::1', { host: '[::1' }],
    ['', { host: '' }],
  ])('%j', (text, expected) => expect(splitHostPort(text)).toEqual(expected))
})

describe('IPv6', () => {
  it.each([
    '::',
    '::1',
    '1::',
    '2001:db8::9:255',
    '1:2:3:4:5:6:7:8',
    '::ffff:192.0.2.2',
    '1:2:3:4:5:6:192.0.2.1',
    '2001:db8:::192.0.2.1',
    'ABCD::1',
  ])('is %s', (text) => expect(isIpv6(text)).toBe(true))

  it.each([
    '',
    '1',
    ':',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '1::2::3',
    ':::1',
    '12345::',
    '::g',
    '192.0.2.1',
    '::300.1.1.1',
    '::192.0.2.1:1',
    '1:',
    ':1',
  ])('is not %j', (text) => expect(isIpv6(text)).toBe(false))
})

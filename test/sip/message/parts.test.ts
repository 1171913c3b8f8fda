import { describe, expect, it } from 'vitest'
import { parseAddress } from '../../../src/sip/header/address.ts'
import { digestsOf, parseDigest } from '../../../src/sip/header/authorization.ts'
import { parseCSeq } from '../../../src/sip/header/cseq.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { decodePercent, parseUri } from '../../../src/sip/uri/uri.ts'
import { parseVia } from '../../../src/sip/header/via.ts'
import { request } from '../fixtures.ts'

describe('a URI', () => {
  it.each([
    [
      'sip:alice:secret@Example.COM:5070;lr?a=b',
      { scheme: 'sip', user: 'alice', password: 'secret', host: 'example.com', port: 5070 },
    ],
    ['SIPS:example.com', { scheme: 'sips', host: 'example.com' }],
    ['sip:user;par=u%40e.net@e.com', { user: 'user;par=u%40e.net', host: 'e.com' }],
    ["sip:100'or'1'='1@192.0.2.1", { user: "100'or'1'='1", host: '192.0.2.1' }],
    ['sip:a@[2001:DB8::1]:99', { user: 'a', host: '2001:db8::1', port: 99 }],
    ['tel:+46-850;phone-context=x', { scheme: 'tel', user: '+46-850', host: '' }],
    ['sip:a@b:99999', { user: 'a', host: 'b' }],
  ])('%s', (text, expected) => expect(parseUri(text)).toMatchObject(expected))

  it('needs a scheme', () => {
    expect(parseUri('100@example.com')).toBeUndefined()
    expect(parseUri('')).toBeUndefined()
  })

  it('is decoded once, and only where that gives text', () => {
    expect(decodePercent('%2523%C3%BC')).toBe('%23ü')
    expect(decodePercent('a%ffb%zz')).toBe('a%ffb%zz')
  })
})

describe('an address', () => {
  it.each([
    ['"A \\"B\\" <x>" <sip:a@b;lr>;tag=1', { display: 'A "B" <x>', uriText: 'sip:a@b;lr', tag: '1' }],
    ['Alice Smith <sip:a@b>', { display: 'Alice Smith', uriText: 'sip:a@b', tag: undefined }],
    ['sip:a@b;tag=2', { display: undefined, uriText: 'sip:a@b', tag: '2' }],
    ['"x"<sip:a@b>;TAG = 3', { display: 'x', uriText: 'sip:a@b', tag: '3' }],
    ['"never closed <sip:a@b>;tag=4', { display: 'never closed', uriText: 'sip:a@b', tag: '4' }],
    ['<sip:a@b', { display: undefined, uriText: 'sip:a@b', tag: undefined }],
    ['', { display: undefined, uriText: '', tag: undefined }],
  ])('%s', (value, expected) => {
    const address = parseAddress(value)
    expect({ display: address.display, uriText: address.uriText, tag: address.params.get('tag') }).toEqual(expected)
  })
})

describe('Via', () => {
  it.each([
    [
      'SIP/2.0/udp 192.0.2.1:5060;branch=z9hG4bKx;rport',
      { transport: 'UDP', host: '192.0.2.1', port: 5060, branch: 'z9hG4bKx' },
    ],
    ['SIP / 2.0 / TCP [2001:db8::1] : 99 ;branch=b', { transport: 'TCP', host: '2001:db8::1', port: 99, branch: 'b' }],
    ['SIP/2.0/UDP host', { transport: 'UDP', host: 'host' }],
  ])('%s', (value, expected) => expect(parseVia(value)).toMatchObject(expected))

  it('tells rport asked for from rport given and from none', () => {
    const rport = (value: string): string | undefined => parseVia(`SIP/2.0/UDP a${value}`)?.params.get('rport')
    expect([rport(';rport'), rport(';rport=9'), rport('')]).toEqual(['', '9', undefined])
  })
})

describe('CSeq', () => {
  it.each([
    ['1 INVITE', { sequence: 1, method: 'INVITE' }],
    ['0009  ACK', { sequence: 9, method: 'ACK' }],
    ['2147483647 X', { sequence: 2147483647, method: 'X' }],
    ['2147483648 X', undefined],
    ['1', undefined],
    ['-1 X', undefined],
  ])('%s', (value, expected) => expect(parseCSeq(value)).toEqual(expected))
})

describe('a digest', () => {
  it('is read with and without blanks, and quoted commas', () => {
    const value = 'Digest username="a, b",realm="r\\"x",nonce="n", uri="sip:h", qop=auth,nc=00000001, response="f"'
    expect(parseDigest(value)).toEqual({
      username: 'a, b',
      realm: 'r"x',
      nonce: 'n',
      uri: 'sip:h',
      qop: 'auth',
      nc: '00000001',
      response: 'f',
    })
  })

  it('is only one of the scheme Digest', () => expect(parseDigest('Basic abc')).toBeUndefined())

  it('may stand twice in one message', () => {
    const headers = { Authorization: 'Digest username="1"', 'Proxy-Authorization': 'Digest username="2"' }
    expect(digestsOf(parseMessage(request({ headers }))).map((digest) => digest.username)).toEqual(['1', '2'])
  })
})

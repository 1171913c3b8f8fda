import { describe, expect, it } from 'vitest'
import { parseAddresses } from '../../../src/sip/header/address.ts'
import { parseAuth, parseChallenge } from '../../../src/sip/header/authorization.ts'
import { parseDate } from '../../../src/sip/header/date.ts'
import { parseReasons, parseRetryAfter, parseWarnings } from '../../../src/sip/header/explanations.ts'
import { parseMediaType } from '../../../src/sip/header/media-type.ts'
import { isQvalue, parseMaxForwards, parseSeconds } from '../../../src/sip/header/numbers.ts'
import { parseParams } from '../../../src/sip/header/params.ts'
import { parseTokens } from '../../../src/sip/header/tokens.ts'
import { parseVias } from '../../../src/sip/header/via.ts'
import { headerValues, parseMessage } from '../../../src/sip/message/parse.ts'
import { fixture } from '../fixtures.ts'

describe('parameters', () => {
  const params = parseParams(';a=1;B = "x;y\\"z" ; c;a=2;;d=;<e;f>;=g')

  it('are found by lower-case name, unquoted, the first of a name', () => {
    expect(['a', 'b', 'c', 'd', 'f', 'none'].map((name) => params.get(name))).toEqual([
      '1',
      'x;y"z',
      '',
      '',
      undefined,
      undefined,
    ])
    expect([params.has('c'), params.has('x')]).toEqual([true, false])
  })

  it('are listed once each', () => {
    expect([...params]).toEqual([
      ['a', '1'],
      ['b', 'x;y"z'],
      ['c', ''],
      ['d', ''],
      ['<e;f>', ''],
    ])
  })

  it('are no part of longer or shorter names', () => {
    const tags = parseParams(';xtag=1;tagx=2;tag')
    expect([tags.get('tag'), tags.get('ta'), tags.get('xtag')]).toEqual(['', undefined, '1'])
  })

  it('stay readable behind a quote that nothing closes', () => expect(parseParams(';a="x;b=2').get('b')).toBe('2'))
})

describe('lists', () => {
  it('part at commas outside quotes and brackets', () => {
    const contacts = parseAddresses('"A, B" <sip:a,b@c>;q=1, sip:d@e;expires=3 , ,*')
    expect(contacts.map(({ display, uriText }) => [display, uriText])).toEqual([
      ['A, B', 'sip:a,b@c'],
      [undefined, 'sip:d@e'],
      [undefined, '*'],
    ])
    expect(contacts.map(({ params }) => params.get('q') ?? params.get('expires'))).toEqual(['1', '3', undefined])
  })

  it('are read over several rows (RFC 4475 §3.1.1.1)', () => {
    const rows = headerValues(parseMessage(fixture('rfc4475/wsinv.dat')), 'via')
    expect(
      rows
        .map(parseVias)
        .flat()
        .map(({ transport, host, branch }) => [transport, host, branch]),
    ).toEqual([
      ['UDP', '192.0.2.2', '390skdjuw'],
      ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', 'z9hG4bK30239'],
    ])
  })

  it('of tokens', () => {
    expect(parseTokens('timer , 100rel,, path')).toEqual(['timer', '100rel', 'path'])
    expect(parseTokens('')).toEqual([])
  })
})

describe('numbers', () => {
  it.each([
    ['0', 0],
    ['0060', 60],
    ['4294967295', 4294967295],
    ['4294967296', undefined],
    ['99999999999', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['', undefined],
  ])('of seconds: %j', (text, seconds) => expect(parseSeconds(text)).toBe(seconds))

  it.each([
    ['0068', 68],
    ['255', 255],
    ['256', undefined],
    ['70 ', undefined],
  ])('of hops: %j', (text, hops) => expect(parseMaxForwards(text)).toBe(hops))

  it.each(['0', '1', '0.', '0.5', '0.123', '1.000'])('q may be %s', (text) => expect(isQvalue(text)).toBe(true))
  it.each(['', '2', '1.5', '0.1234', '.5', '-0', 'a'])('q may not be %j', (text) => expect(isQvalue(text)).toBe(false))
})

describe('a date', () => {
  it.each([
    ['Sat, 13 Nov 2010 23:29:00 GMT', Date.UTC(2010, 10, 13, 23, 29)],
    ['sat, 29 feb 2020 23:59:60 gmt', Date.UTC(2020, 1, 29, 23, 59, 60)],
    ['Fri, 29 Feb 2019 00:00:00 GMT', undefined],
    ['Fri, 01 Jan 2010 16:00:00 EST', undefined],
    ['Fri, 01 Jan 2010 24:00:00 GMT', undefined],
    ['1 Jan 2010', undefined],
    ['', undefined],
  ])('%j', (text, time) => expect(parseDate(text)).toBe(time))
})

describe('a media type', () => {
  it('is lower-case, with parameters', () => {
    const media = parseMediaType('Multipart / Mixed ; boundary="a;b"')
    expect([media?.type, media?.params.get('boundary')]).toEqual(['multipart/mixed', 'a;b'])
  })
  it.each(['sdp', '', '/', 'a/', '/b', 'a/b c'])('is not %j', (text) => expect(parseMediaType(text)).toBeUndefined())
})

describe('explanations', () => {
  it('Warning', () => {
    expect(parseWarnings('307 isi.edu "a, \\"b\\"", 1812 x "y", 301 host:5060 ""')).toEqual([
      { code: 307, agent: 'isi.edu', text: 'a, "b"' },
      { code: 301, agent: 'host:5060', text: '' },
    ])
  })

  it('Reason', () => {
    expect(parseReasons('SIP ;cause=200 ;text="Call, done", Q.850;cause=1600,X')).toEqual([
      { protocol: 'SIP', cause: 200, text: 'Call, done' },
      { protocol: 'Q.850', cause: undefined, text: undefined },
      { protocol: 'X', cause: undefined, text: undefined },
    ])
  })

  it('Retry-After', () => {
    const retry = parseRetryAfter('18000 (in a (long) meeting) ;duration=3600')
    expect([retry?.seconds, retry?.comment, retry?.params.get('duration')]).toEqual([
      18000,
      'in a (long) meeting',
      '3600',
    ])
    expect(parseRetryAfter('949302838503028349304023988')).toBeUndefined()
    expect(parseRetryAfter('later')).toBeUndefined()
  })
})

describe('a challenge', () => {
  it('is never parted at commas', () => {
    const value =
      'Digest realm="a, b", nonce="n", qop="auth, auth-int", opaque="", stale=TRUE, algorithm=SHA-256, domain="sip:x"'
    expect(parseChallenge(value)).toEqual({
      realm: 'a, b',
      nonce: 'n',
      qop: ['auth', 'auth-int'],
      opaque: '',
      stale: true,
      algorithm: 'SHA-256',
      domain: 'sip:x',
    })
  })

  it('says MD5 and fresh where it says nothing', () => {
    expect(parseChallenge('digest nonce=n')).toEqual({ realm: '', nonce: 'n', qop: [], stale: false, algorithm: 'MD5' })
    expect(parseChallenge('Basic realm="x"')).toBeUndefined()
  })

  it('and credentials have a scheme', () => {
    const auth = parseAuth('NoOneKnowsThisScheme opaque-data=here')
    expect([auth.scheme, auth.params.get('opaque-data')]).toEqual(['nooneknowsthisscheme', 'here'])
    expect(parseAuth('realm="x"').scheme).toBe('')
    expect(parseAuth('').scheme).toBe('')
  })
})

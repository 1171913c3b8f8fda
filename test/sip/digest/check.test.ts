import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigest, passwordCheck, type SignedRequest } from '../../../src/sip/digest/check.ts'
import { digestsOf, type DigestCredentials } from '../../../src/sip/header/authorization.ts'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { bytes, request } from '../fixtures.ts'

const get: SignedRequest = { method: 'GET' }

/** RFC 2617 §3.5 and RFC 7616 §3.9.1; the two of §3.9.1 differ in nothing but the algorithm. */
const mufasa: DigestCredentials = {
  username: 'Mufasa',
  realm: 'testrealm@host.com',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  uri: '/dir/index.html',
  qop: 'auth',
  nc: '00000001',
  cnonce: '0a4f113b',
  response: '6629fae49393a05397450978507c4ef1',
}
const rfc7616: DigestCredentials = {
  username: 'Mufasa',
  realm: 'http-auth@example.org',
  uri: '/dir/index.html',
  algorithm: 'MD5',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  nc: '00000001',
  cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  qop: 'auth',
  response: '8ca523f5e9506fed4657c9700eebdbec',
}
const rfc7616sha: DigestCredentials = {
  ...rfc7616,
  algorithm: 'SHA-256',
  response: '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
}

describe('a captured response', () => {
  it.each([
    ['RFC 2617 §3.5', mufasa, 'Circle Of Life'],
    ['RFC 7616 §3.9.1, MD5', rfc7616, 'Circle of Life'],
    ['RFC 7616 §3.9.1, SHA-256', rfc7616sha, 'Circle of Life'],
  ])('of %s matches its password and no other', (_, credentials, password) => {
    expect(checkDigest(credentials, get, password)).toBe(true)
    expect(checkDigest(credentials, get, `${password} `)).toBe(false)
    expect(checkDigest(credentials, { method: 'PUT' }, password)).toBe(false)
  })

  it('may be in upper-case hex, and its algorithm in any case', () => {
    const shouted = { ...rfc7616sha, algorithm: 'sha-256', response: rfc7616sha.response?.toUpperCase() ?? '' }
    expect(checkDigest(shouted, get, 'Circle of Life')).toBe(true)
  })

  it('cannot be checked when a part is missing or the algorithm is unknown', () => {
    expect(passwordCheck({ username: 'a', uri: 'b', response: 'c' }, get)).toBeUndefined()
    expect(passwordCheck({ ...mufasa, algorithm: 'AKAv1-MD5' }, get)).toBeUndefined()
    expect(passwordCheck({ ...mufasa, realm: 'x'.repeat(60_000) }, get)).toBeUndefined()
    expect(checkDigest({}, get, '')).toBe(false)
  })

  it('is checked as svcrack makes it: qop without nc and cnonce, signed as if there were no qop', () => {
    const hash = oracle('md5')
    const response = hash(`${hash('101:lab:1234')}:n:${hash('REGISTER:sip:h')}`)
    const credentials = { username: '101', realm: 'lab', nonce: 'n', uri: 'sip:h', qop: 'auth', response }
    expect(checkDigest(credentials, { method: 'REGISTER' }, '1234')).toBe(true)
    expect(checkDigest(credentials, { method: 'REGISTER' }, '1235')).toBe(false)
  })

  it('of a message is read with the bytes its sender hashed, UTF-8 or not', () => {
    for (const encoding of ['utf8', 'latin1'] as const) {
      const hash = (text: string): string => createHash('md5').update(Buffer.from(text, encoding)).digest('hex')
      const response = hash(`${hash('jörg:lab:1234')}:n:${hash('REGISTER:sip:h')}`)
      const value = `Digest username="jörg", realm="lab", nonce="n", uri="sip:h", response="${response}"`
      const plain = request({ start: 'REGISTER sip:h SIP/2.0', headers: { Authorization: '@' } })
      const raw = Buffer.from(Buffer.from(plain).toString('latin1').replace('@\r\n', `${value}\r\n`), encoding)
      const [credentials] = digestsOf(parseMessage(new Uint8Array(raw)))
      expect(checkDigest(credentials ?? {}, { method: 'REGISTER' }, '1234')).toBe(true)
    }
  })
})

const names = { md5: 'MD5', sha256: 'SHA-256', 'sha512-256': 'SHA-512-256' } as const
const oracle =
  (name: string) =>
  (text: string): string =>
    createHash(name).update(text).digest('hex')

describe('against an implementation of its own', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 12 })
  const parts = fc.record({ username: text, realm: text, nonce: text, uri: text, cnonce: text, nc: text })
  const made = fc.record({
    parts,
    password: text,
    body: text,
    hash: fc.constantFrom(...(Object.keys(names) as (keyof typeof names)[])),
    session: fc.boolean(),
    qop: fc.constantFrom(undefined, 'auth', 'auth-int'),
  })

  it('every algorithm, session and quality of protection agrees, whatever the texts', () => {
    fc.assert(
      fc.property(made, ({ parts, password, body, hash: name, session, qop }) => {
        const hash = oracle(name)
        const { username, realm, nonce, uri, cnonce, nc } = parts
        const owner = hash(`${username}:${realm}:${password}`)
        const a1 = session ? hash(`${owner}:${nonce}:${cnonce}`) : owner
        const a2 = hash(qop === 'auth-int' ? `REGISTER:${uri}:${hash(body)}` : `REGISTER:${uri}`)
        const response = hash(qop ? `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}` : `${a1}:${nonce}:${a2}`)
        const algorithm = `${names[name]}${session ? '-sess' : ''}`
        const credentials = { ...parts, algorithm, response, ...(qop && { qop }) }
        const signed = { method: 'REGISTER', body: bytes(body) }
        expect(checkDigest(credentials, signed, password)).toBe(true)
        expect(checkDigest(credentials, signed, `${password}x`)).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

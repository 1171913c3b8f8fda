import { createHash } from 'node:crypto'
import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { randomFrom } from './sip-events.ts'

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

/** A digest as a phone or brute forcer would send it (RFC 3261 §22.4, without qop). */
export function digestLine(user: string, password: string, nonce: string): string {
  const uri = 'sip:192.0.2.1'
  const response = md5(`${md5(`${user}:sensor:${password}`)}:${nonce}:${md5(`REGISTER:${uri}`)}`)
  const fields = { username: user, realm: 'sensor', nonce, uri, response, algorithm: 'MD5' }
  return `Authorization: Digest ${Object.entries(fields)
    .map(([name, value]) => `${name}="${value}"`)
    .join(', ')}`
}

/** svcrack's From tag: user and password in hex. */
const svcrackTag = (user: string, password: string, at: number): string =>
  Buffer.from(`${user}:${password}\x01${at}`).toString('hex')

interface Login {
  readonly at: number
  readonly source: string
  readonly user: string
  readonly tag: string
  readonly via: string
  readonly lines: readonly string[]
}

export function loginText({ at, source, user, tag, via, lines }: Login): string {
  return [
    'REGISTER sip:192.0.2.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${via}:5060;branch=z9hG4bK-${at}`,
    `From: "${user}" <sip:${user}@192.0.2.1>;tag=${tag}`,
    `To: "${user}" <sip:${user}@192.0.2.1>`,
    `Call-ID: login-${source}-${Math.floor(at / 4)}`,
    `CSeq: ${at % 4} REGISTER`,
    ...lines,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

/** Logins of a few sources: svcrack's with the password in the tag, and digests, some messages with two of them. */
export function guessingTraffic(count: number, seed: number, start: number): WireEvent[] {
  const random = randomFrom(seed)
  const one = (at: number): WireEvent => {
    const source = `203.0.113.${Math.floor(random() * 6)}`
    const user = String(100 + Math.floor(random() * 3))
    const passwords = Array.from({ length: random() < 0.2 ? 2 : 1 }, () => String(1000 + Math.floor(random() * 30)))
    const clear = random() < 0.4
    const tag = clear ? svcrackTag(user, passwords[0] ?? '', at) : `t${at}`
    const via = random() < 0.3 ? '8.8.4.4' : source
    const text = loginText({
      ...{ at, source, user, tag, via },
      lines: passwords.map((password) => digestLine(user, password, `n${at}`)),
    })
    return [start + at * 7_000, 0, source, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(text)]
  }
  return Array.from({ length: count }, (_, at) => one(at))
}

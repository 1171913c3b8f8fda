import { describe, expect, it } from 'vitest'
import { Extensions } from '../../src/sensor/answer/extensions.ts'
import { formsOf } from '../../src/sensor/answer/form.ts'
import { Policy } from '../../src/sensor/answer/policy.ts'
import { RoutabilityProof } from '../../src/sensor/proof/routability.ts'
import { headerValue, parseMessage } from '../../src/sip/message/parse.ts'
import { bytes, request } from './requests.ts'

const proof = new RoutabilityProof(Buffer.alloc(32, 1))
const policy = new Policy({
  realm: 'asterisk',
  server: 'PBX',
  extensions: new Extensions(['100-199', '1000']),
  publicUsers: new Set(['service']),
  proof,
})
const peer = { address: '192.0.2.1', port: 5099 }
const local = { address: '127.0.0.1', port: 5060 }

function ask(raw: string, from = peer, at = local) {
  const message = parseMessage(bytes(raw))
  if (message.start?.kind !== 'request') return undefined
  const routability = proof.check(from, message)
  const draft = policy.answer({ message, start: message.start, peer: from, local: at, transport: 'udp', routability })
  const [longest] = draft ? formsOf(message, draft) : []
  return longest && parseMessage(longest)
}
const statusOf = (raw: string, from = peer) => {
  const start = ask(raw, from)?.start
  return start?.kind === 'response' ? start.status : undefined
}
const digest = (nonce: string) => ({ Authorization: `Digest username="100", nonce="${nonce}", response="00"` })

describe('the PBX', () => {
  it.each([
    ['0.0.0.0', '203.0.113.5', '203.0.113.5:5060'],
    ['::', '[2001:db8::5]:5062', '[2001:db8::5]:5060'],
    ['0.0.0.0', 'pbx.example', '0.0.0.0:5060'],
    ['0.0.0.0', '[2001:db8::5]', '0.0.0.0:5060'],
    ['127.0.0.1', '203.0.113.5', '127.0.0.1:5060'],
  ])('bound to %s and dialled at %s it is reached at %s', (address, dialled, reached) => {
    const call = request('INVITE', 'service').replace('sip:service@127.0.0.1 ', `sip:service@${dialled} `)
    const answer = ask(call, peer, { address, port: 5060 })
    expect(answer && headerValue(answer, 'contact')).toBe(`<sip:service@${reached}>`)
  })

  it('gives no answer that is too long to be written down', () => {
    const few = { 'Max-Forwards': undefined, 'User-Agent': undefined }
    const withVia = (via: string) => request('OPTIONS', '100', { ...few, Via: `SIP/2.0/TCP 192.0.2.1;x=${via}` })
    for (const spare of [0, 20, 60, 120]) {
      const raw = withVia('y'.repeat(65_535 - withVia('').length - spare))
      expect(ask(raw)?.bytes.length ?? 0).toBeLessThanOrEqual(65_536)
    }
  })

  it.each([
    ['OPTIONS', '100', 200],
    ['REGISTER', '100', 401],
    ['REGISTER', '1000', 401],
    ['REGISTER', '3141592653', 404],
    ['REGISTER', '0100', 404],
    ['INVITE', '100', 401],
    ['INVITE', '3141592653', 404],
    ['INVITE', 'service', 200],
    ['BYE', '100', 481],
    ['CANCEL', '100', 200],
    ['ACK', '100', undefined],
    ['SUBSCRIBE', '100', 405],
    ['FROBNICATE', '100', 501],
  ])('answers %s for %s with %s', (method, user, status) => {
    expect(statusOf(request(method, user))).toBe(status)
  })

  it('asks a caller of a foreign number for a password', () => {
    expect(statusOf(request('INVITE', '900046812118532', { From: '<sip:100@x>;tag=1' }))).toBe(401)
  })

  it('never takes a password: 403 with our nonce, 401 with a foreign one', () => {
    for (const method of ['REGISTER', 'INVITE']) {
      expect(statusOf(request(method, '100', digest(proof.nonceFor(peer))))).toBe(403)
      expect(statusOf(request(method, '100', digest('foreign')))).toBe(401)
      expect(statusOf(request(method, '100', digest(proof.nonceFor({ ...peer, port: 1 }))))).toBe(401)
    }
    const again = ask(request('REGISTER', '100', digest('foreign')))!
    expect(headerValue(again, 'www-authenticate')).toContain('stale=true')
  })

  it('ends a dialog of its own with 200', () => {
    const answer = ask(request('INVITE', 'service'))!
    const to = headerValue(answer, 'to')!
    expect(statusOf(request('BYE', 'service', { To: to }))).toBe(200)
    expect(statusOf(request('BYE', 'service', { To: to }), { ...peer, address: '192.0.2.9' })).toBe(481)
    expect(new TextDecoder().decode(answer.body)).toContain('a=inactive')
  })

  it('answers 400 to what is broken but can be mirrored, and nothing to the rest', () => {
    expect(statusOf(request('OPTIONS', '100', { CSeq: 'one OPTIONS' }))).toBe(400)
    expect(statusOf(request('OPTIONS', '100', { 'Content-Length': 'Ninety nine' }))).toBe(400)
    expect(statusOf(request('OPTIONS', '100', { Via: undefined }))).toBeUndefined()
    expect(statusOf(request('OPTIONS', '100', { 'Call-ID': undefined }))).toBeUndefined()
  })

  it('has shorter forms of the same answer', () => {
    const message = parseMessage(bytes(request('OPTIONS', '100')))
    if (message.start?.kind !== 'request') throw new Error('no request')
    const routability = proof.check(peer, message)
    const draft = policy.answer({ message, start: message.start, peer, local, transport: 'udp', routability })!
    const sizes = [...formsOf(message, draft)].map((form) => form.length)
    expect(sizes.length).toBeGreaterThan(2)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Marks } from '../../src/sensor/proof/mark.ts'
import { RoutabilityProof } from '../../src/sensor/proof/routability.ts'
import { parseMessage } from '../../src/sip/message/parse.ts'
import { bytes, request } from './requests.ts'

const peer = { address: '192.0.2.1', port: 5060 }
const marks = new Marks(Buffer.alloc(32, 7))
const withNonce = (nonce: string) =>
  parseMessage(bytes(request('REGISTER', '100', { Authorization: `Digest username="100", nonce="${nonce}"` })))

describe('marks', () => {
  const mark = marks.make('nonce', peer, '', 1000)

  it('hold for the peer, purpose and context they were made for', () => {
    expect(marks.check('nonce', peer, '', mark, 1000, 60)).toBe('fresh')
    expect(marks.check('nonce', { ...peer, port: 5061 }, '', mark, 1000, 60)).toBe('foreign')
    expect(marks.check('nonce', { ...peer, address: '192.0.2.2' }, '', mark, 1000, 60)).toBe('foreign')
    expect(marks.check('tag', peer, '', mark, 1000, 60)).toBe('foreign')
    expect(marks.check('nonce', peer, 'call', mark, 1000, 60)).toBe('foreign')
    expect(new Marks(Buffer.alloc(32, 8)).check('nonce', peer, '', mark, 1000, 60)).toBe('foreign')
  })

  it('grow stale', () => {
    expect(marks.check('nonce', peer, '', mark, 1060, 60)).toBe('fresh')
    expect(marks.check('nonce', peer, '', mark, 1061, 60)).toBe('stale')
  })

  it('cannot be altered or made up', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ minLength: 16, maxLength: 16 })), (guess) => {
        expect(marks.check('nonce', peer, '', guess, 1000, 60)).toBe('foreign')
      }),
    )
    for (let at = 0; at < mark.length; at += 1) {
      const altered = mark.slice(0, at) + (mark[at] === 'A' ? 'B' : 'A') + mark.slice(at + 1)
      expect(marks.check('nonce', peer, '', altered, 1000, 1e9)).toBe('foreign')
    }
  })
})

describe('routability', () => {
  let now = 1000
  const proof = new RoutabilityProof(Buffer.alloc(32, 7), () => now)

  it('is shown by our nonce, once stale no longer, and never by another', () => {
    const nonce = proof.nonceFor(peer)
    expect(proof.check(peer, withNonce(nonce)).nonce).toBe('fresh')
    expect(proof.check({ ...peer, port: 1 }, withNonce(nonce)).nonce).toBe('foreign')
    expect(proof.check(peer, withNonce('invented')).nonce).toBe('foreign')
    now += 301
    expect(proof.check(peer, withNonce(nonce)).nonce).toBe('stale')
    expect(proof.check(peer, parseMessage(bytes(request('OPTIONS', '100')))).nonce).toBe('none')
  })

  it('is shown by our To-tag, which a retransmission gets again', () => {
    const invite = parseMessage(bytes(request('INVITE', '100')))
    const tag = proof.tagFor(peer, invite)
    expect(proof.tagFor(peer, invite)).toBe(tag)
    const ack = (to: string, call = 'call-1') =>
      parseMessage(bytes(request('ACK', '100', { To: `<sip:100@x>;tag=${to}`, 'Call-ID': call })))
    expect(proof.check(peer, ack(tag)).tag).toBe('fresh')
    expect(proof.check(peer, ack(tag, 'another call')).tag).toBe('foreign')
    expect(proof.check(peer, ack('theirs')).tag).toBe('foreign')
  })
})

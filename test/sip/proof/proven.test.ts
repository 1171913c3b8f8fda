import { describe, expect, it } from 'vitest'
import { parseMessage } from '../../../src/sip/message/parse.ts'
import { provenBy, type DialogPart, type RoutabilityEvidence } from '../../../src/sip/proof/proven.ts'
import { buildResponse } from '../../../src/sip/write/response.ts'
import { bytes, request } from '../fixtures.ts'
import { spent } from '../../support/cost.ts'

type Headers = Record<string, string>

/** A dialog as it is written down, message by message. */
class Dialog {
  readonly parts: DialogPart[] = []
  #time = 1_800_000_000_000
  readonly #transport: DialogPart['transport']

  constructor(transport: DialogPart['transport'] = 'udp') {
    this.#transport = transport
  }

  after(milliseconds: number): this {
    this.#time += milliseconds
    return this
  }

  gets(method: string, { branch = `z9hG4bK${this.parts.length}`, ...headers }: Headers = {}): this {
    const via = `SIP/2.0/UDP 192.0.2.7;branch=${branch}`
    const start = `${method} sip:bob@example.com SIP/2.0`
    return this.#push('in', request({ start, headers: { Via: via, ...headers } }))
  }

  /** Answers the latest request. */
  answers(status: number, toTag?: string, headers: readonly (readonly [string, string])[] = []): this {
    const last = this.parts.findLast(({ direction }) => direction === 'in')?.message ?? parseMessage(bytes(''))
    return this.#push('out', buildResponse(last, { status, reason: 'x', headers, ...(toTag && { toTag }) }))
  }

  challenges(nonce: string, status = 401): this {
    const header = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
    return this.answers(status, 'ours', [[header, `Digest realm="pbx", nonce="${nonce}", qop="auth"`]])
  }

  #push(direction: 'in' | 'out', raw: Uint8Array): this {
    this.parts.push({ direction, transport: this.#transport, time: this.#time, message: parseMessage(raw) })
    return this.after(20)
  }

  get says(): RoutabilityEvidence {
    return provenBy(this.parts)
  }

  get brief(): readonly string[] {
    const { verdict, evidence } = this.says
    return [verdict, ...evidence.map(({ kind, messages }) => `${kind} ${messages.join()}`)]
  }
}

const credentials = (nonce: string): Headers => ({
  Authorization: `Digest username="a", realm="pbx", nonce="${nonce}", uri="sip:x", response="0"`,
})
const dialog = (): Dialog => new Dialog()

describe('a source is proven', () => {
  it('by our nonce', () => {
    const proven = dialog()
      .gets('REGISTER')
      .challenges('n1')
      .gets('REGISTER', { CSeq: '2 REGISTER', ...credentials('n1') })
    expect(proven.brief).toEqual(['proven', 'nonce 1,2', 'next-request 1,2'])
    expect(proven.says.evidence[0]).toMatchObject({
      strength: 'strong',
      says: expect.stringContaining('nonce') as string,
    })
  })

  it('by our nonce in Proxy-Authorization of a later call', () => {
    const nonce = credentials('n1')['Authorization'] ?? ''
    const proven = dialog().gets('INVITE').challenges('n1', 407)
    proven.gets('INVITE', { 'Call-ID': 'other', 'Proxy-Authorization': nonce })
    expect(proven.brief).toEqual(['proven', 'nonce 1,2'])
  })

  it('by an ACK with our tag, whether we refused or accepted, and whatever its branch', () => {
    const to = { To: '<sip:bob@example.com>;tag=ours' }
    const ack = { ...to, CSeq: '1 ACK' }
    expect(
      dialog()
        .gets('INVITE', { branch: 'z9hG4bKa' })
        .answers(403, 'ours')
        .gets('ACK', { ...ack, branch: 'z9hG4bKa' }).brief,
    ).toEqual(['proven', 'ack 1,2'])
    expect(
      dialog()
        .gets('INVITE')
        .answers(200, 'ours')
        .gets('ACK', ack)
        .gets('BYE', { ...to, CSeq: '2 BYE' }).brief,
    ).toEqual(['proven', 'ack 1,2', 'our-tag 1,3'])
  })

  it.each(['tcp', 'tls', 'ws', 'wss'] as const)('by a connection over %s', (transport) => {
    expect(new Dialog(transport).gets('OPTIONS').brief).toEqual(['proven', 'stream 0'])
  })
})

describe('an attacker that receives no answers cannot prove a forged source', () => {
  const to = (tag: string): Headers => ({ To: `<sip:bob@example.com>;tag=${tag}` })

  it('by writing a tag itself, even in bytes that are no request', () => {
    const broken = parseMessage(
      bytes('INVITE sip:bob@example.com\r\nCall-ID: 1\r\nTo: <sip:bob@example.com>;tag=g\r\n\r\n'),
    )
    const mirrored = request({ start: 'SIP/2.0 400 x', headers: { 'Call-ID': '1', CSeq: '1 INVITE', ...to('g') } })
    const ack = request({ start: 'ACK sip:bob@example.com SIP/2.0', headers: { 'Call-ID': '1', ...to('g') } })
    const parts = [broken, parseMessage(mirrored), parseMessage(ack)].map((message, at) => ({
      direction: at === 1 ? ('out' as const) : ('in' as const),
      transport: 'udp' as const,
      time: at,
      message,
    }))
    expect(provenBy(parts).verdict).toBe('unproven')
  })

  it('by an acknowledgement without our tag', () => {
    expect(dialog().gets('INVITE').answers(404, 'ours').gets('ACK').says.verdict).toBe('unproven')
  })

  it('by the nonce of a server that gives no other, or an empty one', () => {
    for (const nonce of ['', 'always']) {
      const next = { CSeq: '2 REGISTER', ...credentials(nonce) }
      expect(
        dialog().gets('REGISTER', credentials('always')).challenges(nonce).gets('REGISTER', next).says.verdict,
      ).toBe('unproven')
    }
  })

  it('by the next CSeq with credentials of its own', () => {
    const next = { CSeq: '2 REGISTER', ...credentials('guessed') }
    expect(dialog().gets('REGISTER').challenges('n1').gets('REGISTER', next).says.verdict).toBe('unproven')
  })
})

describe('a source is not proven', () => {
  it('by nothing, one message, or what it wrote itself', () => {
    expect(dialog().brief).toEqual(['unproven'])
    expect(dialog().gets('OPTIONS').answers(200, 'ours').brief).toEqual(['unproven'])
    const itself = { To: '<sip:bob@example.com>;tag=theirs' }
    expect(dialog().gets('BYE', itself).answers(481).gets('BYE', itself).brief).toEqual(['unproven'])
    expect(dialog().gets('REGISTER', credentials('guessed')).brief).toEqual(['unproven'])
  })

  it('by an answer of its own, or bytes that are no SIP over UDP', () => {
    const part: DialogPart = { direction: 'in', transport: 'udp', time: 0, message: parseMessage(bytes('hello')) }
    expect(provenBy([part])).toEqual({ verdict: 'unproven', evidence: [] })
  })

  it('by counting CSeq up past our challenges, as floods do', () => {
    const flood = dialog()
    for (let number = 1; number <= 4; number++)
      flood.gets('OPTIONS', { CSeq: `${number} OPTIONS` }).challenges(`n${number}`)
    expect(flood.brief).toEqual(['unproven', 'next-cseq 1,2,3,4,5,6'])
  })

  it('by credentials under a nonce of somebody else, nor by a tag that we never made', () => {
    const stranger = { CSeq: '2 REGISTER', ...credentials('stolen') }
    expect(dialog().gets('REGISTER').challenges('n1').gets('REGISTER', stranger).brief).toEqual([
      'unproven',
      'foreign-nonce 2',
    ])
    const ack = { To: '<sip:bob@example.com>;tag=made-up', CSeq: '1 ACK' }
    expect(dialog().gets('INVITE').answers(403, 'ours').gets('ACK', ack).brief).toEqual(['unproven', 'foreign-tag 2'])
  })

  it('by our tag in another call', () => {
    const other = { To: '<sip:bob@example.com>;tag=ours', 'Call-ID': 'other', CSeq: '1 ACK' }
    expect(dialog().gets('INVITE').answers(403, 'ours').gets('ACK', other).brief).toEqual(['unproven', 'foreign-tag 2'])
  })
})

describe('repetitions', () => {
  const same = { branch: 'z9hG4bKsame' }

  it('that stop at our answer are weak evidence', () => {
    const quiet = dialog().gets('OPTIONS', same).after(480).gets('OPTIONS', same).answers(200, 'ours')
    expect(quiet.brief).toEqual(['unproven', 'quiet 0,1,2'])
    expect(quiet.says.evidence[0]?.strength).toBe('weak')
  })

  it('that go on although we answered speak against it', () => {
    const going = dialog().gets('OPTIONS', same).answers(200, 'ours').after(3000).gets('OPTIONS', same)
    expect(going.brief).toEqual(['unproven', 'repeats 1,2'])
    expect(going.says.evidence[0]?.strength).toBe('counter')
  })

  it('at the growing intervals of a timer say that nothing arrived', () => {
    const timer = dialog().gets('INVITE', same).answers(100)
    for (const gap of [460, 980, 1980, 3980]) timer.after(gap).gets('INVITE', same)
    expect(timer.brief).toEqual(['unproven', 'timer 1,3,4,5'])
  })

  it('under way when we answered, unanswered, of ACK, or of a request that waits for its end, say nothing', () => {
    expect(dialog().gets('OPTIONS', same).answers(200, 'ours').after(100).gets('OPTIONS', same).brief).toEqual([
      'unproven',
    ])
    expect(dialog().gets('OPTIONS', same).after(500).gets('OPTIONS', same).brief).toEqual(['unproven'])
    expect(dialog().gets('ACK', same).after(900).gets('ACK', same).brief).toEqual(['unproven'])
    expect(dialog().gets('OPTIONS', same).answers(100).after(900).gets('OPTIONS', same).brief).toEqual(['unproven'])
  })

  it('leave what is strong first', () => {
    const both = dialog().gets('REGISTER', same).challenges('n1').after(3000).gets('REGISTER', same)
    both.gets('REGISTER', { CSeq: '2 REGISTER', ...credentials('n1') })
    expect(both.brief).toEqual(['proven', 'nonce 1,3', 'next-request 1,3', 'repeats 1,2'])
  })
})

it('a dialog of any length is read quickly, and names few places', () => {
  const long = dialog()
  for (let number = 0; number < 3000; number++)
    long.gets('OPTIONS', { CSeq: `${number} OPTIONS`, branch: 'z9hG4bKsame' })
  long.answers(200, 'ours')
  const begun = spent()
  const { evidence } = long.says
  expect(spent() - begun).toBeLessThan(500)
  expect(Math.max(0, ...evidence.map(({ messages }) => messages.length))).toBeLessThanOrEqual(8)
})

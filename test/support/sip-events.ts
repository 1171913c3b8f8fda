import type { WireEvent } from '../../src/contract/wire/frames.ts'

/** Numbers from a fixed seed (mulberry32): the same seed makes the same traffic on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const prefixes = ['', '00', '000', '900', '9011', '011', '+', '810']
const agents = ['friendly-scanner', 'sipcli/v1.8', 'pplsip', 'Cisco-SIPGateway/IOS-12.x']

/** What a few scanners, guessers and callers send, and what a sensor answers; some of it is no SIP. */
export function* attackTraffic(
  seed: number,
  options: { sources: number; start: number; perSecond: number },
): Generator<WireEvent> {
  const random = randomFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  let time = options.start
  for (let at = 1; ; at += 1) {
    const number = Math.floor(random() * options.sources)
    const source = `198.51.${Math.floor(number / 250) % 250}.${number % 250}`
    const callId = random() < 0.2 ? `call-${source}` : `${Math.floor(random() * 2 ** 40)}-${at}`
    time += Math.max(1, Math.floor((random() * 2_000_000) / options.perSecond))
    const proof = random() < 0.05 ? Math.floor(random() * 4) : 0
    const kind = random()
    if (kind < 0.02) {
      yield [time, 0, source, 5060, '192.0.2.1', 5060, 0, 0, Buffer.from(`GET / HTTP/1.1 ${at}\r\n\r\n`)]
      continue
    }
    const request = { method: 'OPTIONS', user: '100', callId, source, agent: pick(agents), at }
    if (kind < 0.35) {
      const dialled = `${pick(prefixes)}4685078029${Math.floor(random() * 3)}`
      Object.assign(request, { method: 'INVITE', user: dialled })
    } else if (kind < 0.8)
      Object.assign(request, { method: 'REGISTER', user: String(100 + Math.floor(random() * 300)) })
    const text = requestText(request)
    yield [time, 0, source, 5060 + (at % 7), '192.0.2.1', 5060, 0, proof, Buffer.from(text)]
    time += 50
    yield [time, 0, source, 5060 + (at % 7), '192.0.2.1', 5060, 1, 0, Buffer.from(answerText(text))]
  }
}

interface Request {
  readonly method: string
  readonly user: string
  readonly callId: string
  readonly source: string
  readonly agent: string
  readonly at: number
}

function requestText({ method, user, callId, source, agent, at }: Request): string {
  return [
    `${method} sip:${user}@192.0.2.1 SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${at};rport`,
    'Max-Forwards: 70',
    `From: "${user}" <sip:${method === 'REGISTER' ? user : '100'}@192.0.2.1>;tag=${at.toString(16)}`,
    `To: <sip:${user}@192.0.2.1>`,
    `Call-ID: ${callId}`,
    `CSeq: ${at} ${method}`,
    `Contact: <sip:100@${source}:5060>`,
    `User-Agent: ${agent}`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
}

function answerText(request: string): string {
  const copied = request.split('\r\n').filter((line) => /^(Via|From|To|Call-ID|CSeq):/.test(line))
  return ['SIP/2.0 401 Unauthorized', ...copied, 'Content-Length: 0', '', ''].join('\r\n')
}

/** The first `count` events of it. */
export function takeTraffic(count: number, seed = 1, start = Date.UTC(2026, 0, 1) * 1000): WireEvent[] {
  return attackTraffic(seed, { sources: 40, start, perSecond: 120 }).take(count).toArray()
}

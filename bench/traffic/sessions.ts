import { answer, digest, pjsip, sdp, sipvicious, type Parts } from './messages.ts'

/** One attack from one source on one sensor: what it sends next, until it is through. */
export interface Session {
  readonly source: string
  readonly port: number
  readonly sensor: number
  readonly target: string
  /** Own numbers of the session, for everything that it makes up. */
  readonly random: () => number
  /** Counts exchanges. */
  at: number
}

export interface Sent {
  /** 0 received, 1 our answer. */
  readonly direction: 0 | 1
  readonly proof: number
  readonly text: string
}

/** A way of attacking. */
export interface Habit {
  /** Of all messages. */
  readonly share: number
  /** Exchanges of one session, at least and at most; most sessions are short. */
  readonly exchanges: readonly [number, number]
  /** Messages of one exchange, on average. */
  readonly messages: number
  /** Exchanges per second. */
  readonly rate: number
  /** Each session comes from an address that nobody else has, as forged ones do. */
  readonly forged?: true
  readonly exchange: (session: Session) => readonly Sent[]
}

const pick = <Item>({ random }: Session, items: readonly Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item
const digits = ({ random }: Session, count: number): string => String(Math.floor(random() * 10 ** count))
const hex = ({ random }: Session, count: number): string =>
  Math.floor(random() * 16 ** count)
    .toString(16)
    .padStart(count, '0')

const scanners = ['friendly-scanner', 'sipvicious', 'sundayddr', 'VaxSIPUserAgent/3.1']
const dialers = ['Cisco-SIPGateway/IOS-12.x', 'pplsip', 'Z 5.4.12 rv2.10.13.4', 'Linphone/3.6.1', 'MicroSIP/3.21.3']
/** Prefixes in front of the numbers that are sold: as in the studies, every form of getting out and abroad. */
const exits = [
  '',
  '0',
  '00',
  '000',
  '9',
  '90',
  '900',
  '9000',
  '9011',
  '011',
  '8',
  '810',
  '1',
  '+',
  '99',
  '7',
  '600',
  '14',
]
const prefixes = exits.flatMap((exit) => ['', '0', '1', '9'].map((more) => `${more}${exit}`))
/** The numbers that calls are really about. */
export const sold: readonly string[] = Array.from(
  { length: 60 },
  (_, at) => `${[46, 48, 44, 972, 970, 882, 371][at % 7]}8507${80200 + at * 37}`,
)

const partsOf = (session: Session, user: string, callee: string, agent: string): Parts => ({
  ...{ source: session.source, port: session.port, target: session.target, user, callee, agent },
  callId: digits(session, 14),
  tag: hex(session, 8) + hex(session, 8),
  branch: digits(session, 9),
  cseq: 1,
})

const received = (text: string, proof = 0): Sent => ({ direction: 0, proof, text })
const sent = (text: string): Sent => ({ direction: 1, proof: 0, text })

function options(session: Session): readonly Sent[] {
  const parts = partsOf(session, '100', '100', scanners[session.port % scanners.length] ?? '')
  return [received(sipvicious('OPTIONS', parts)), sent(answer('200 OK', 'OPTIONS', parts))]
}

function enumerate(session: Session): readonly Sent[] {
  const user = String(100 + session.at)
  const parts = partsOf(session, user, user, scanners[session.port % 2] ?? '')
  return [received(sipvicious('REGISTER', parts)), sent(answer('401 Unauthorized', 'REGISTER', parts, hex(session, 8)))]
}

/** As svcrack does: it is challenged, and answers under the same Call-ID. */
function guess(session: Session): readonly Sent[] {
  const user = String(100 + (session.port % 40) * 10)
  const first = partsOf(session, user, user, 'friendly-scanner')
  const again = { ...first, cseq: 2, branch: digits(session, 9) }
  const nonce = hex(session, 8)
  const authorization = digest(user, first.target, nonce, hex(session, 12) + hex(session, 12))
  return [
    received(sipvicious('REGISTER', first)),
    sent(answer('401 Unauthorized', 'REGISTER', first, nonce)),
    received(sipvicious('REGISTER', again, authorization), 1),
    sent(answer('401 Unauthorized', 'REGISTER', again, nonce)),
  ]
}

function call(session: Session): readonly Sent[] {
  const callee = `${prefixes[session.at % prefixes.length] ?? ''}${sold[session.port % sold.length] ?? ''}`
  const parts = partsOf(session, String(1000 + (session.port % 50)), callee, dialers[session.port % 5] ?? '')
  const body = sdp(session.source, 3_800_000_000 + session.at)
  const nonce = hex(session, 8)
  const first = [
    received(pjsip('INVITE', parts, '', body)),
    sent(answer('401 Unauthorized', 'INVITE', parts, nonce)),
    received(pjsip('ACK', parts), 2),
  ]
  if (session.at % 3 > 0) return first
  const again = { ...parts, cseq: 2 }
  const authorization = digest(parts.user, parts.target, nonce, hex(session, 12) + hex(session, 12))
  return [
    ...first,
    received(pjsip('INVITE', again, authorization, body), 1),
    sent(answer('403 Forbidden', 'INVITE', again)),
  ]
}

const slowRegister = (session: Session): readonly Sent[] => enumerate({ ...session, at: session.port % 60 })

const injections = ["100'or'1'='1", '100" UNION SELECT 1--', '$(id)', '<script>alert(1)</script>', '%s%s%n']
function inject(session: Session): readonly Sent[] {
  const parts = partsOf(session, pick(session, injections), '100', 'SQLi scanner')
  return [received(sipvicious('REGISTER', parts)), sent(answer('400 Bad Request', 'REGISTER', parts))]
}

function noise(session: Session): readonly Sent[] {
  const text = pick(session, [
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    '\0\0\0\0',
    'OPTIONS sip:nm SIP/2.0\r\nVia: SIP/2.0\r\n\r\n',
  ])
  return [received(`${text}${digits(session, 5)}`)]
}

/** What a year of published honeypots saw, roughly: guessing and dialling make most of the messages, probes most sources. */
export const habits: readonly Habit[] = [
  { share: 0.13, exchanges: [1, 40], messages: 2, rate: 0.5, exchange: options },
  { share: 0.22, exchanges: [100, 6000], messages: 2, rate: 40, exchange: enumerate },
  { share: 0.32, exchanges: [100, 10_000], messages: 4, rate: 15, exchange: guess },
  { share: 0.25, exchanges: [20, 900], messages: 3.7, rate: 3, exchange: call },
  { share: 0.05, exchanges: [50, 3000], messages: 2, rate: 0.02, exchange: slowRegister },
  { share: 0.01, exchanges: [5, 200], messages: 2, rate: 1, exchange: inject },
  { share: 0.015, exchanges: [1, 30], messages: 1, rate: 0.2, exchange: noise },
  { share: 0.005, exchanges: [1, 1], messages: 2, rate: 1, forged: true, exchange: options },
]

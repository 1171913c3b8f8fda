import { hostOf, type Origin, type Scene, type Step, type Target } from '../actor.ts'
import { origins } from '../origins.ts'
import type { Random } from '../random.ts'
import { message } from '../tools/message.ts'

/** Broken on purpose: each message has one fault that parsers, terminals or viewers have stumbled over. */
export function* fuzzing({ targets, random }: Scene): Generator<Step, never> {
  for (;;) {
    const target = random.pick(targets)
    const origin = { address: random.pick(origins.fuzzing), port: random.between(1024, 65_535) }
    const bytes = random.pick(faults)(random, plain(random, target, origin))
    yield { wait: random.between(600, 1600), attempt: { target, origin, transport: 'udp', bytes } }
  }
}

type Lines = readonly string[]
type Fault = (random: Random, lines: Lines) => Buffer

/** An OPTIONS that would be in order; every fault starts from it. */
const plain = (random: Random, target: Target, origin: Origin): Lines => [
  `OPTIONS sip:100@${hostOf(target, origin)} SIP/2.0`,
  `Via: SIP/2.0/UDP ${origin.address}:${origin.port};branch=z9hG4bK${random.hex(10)}`,
  'Max-Forwards: 70',
  `From: <sip:fuzz@${origin.address}>;tag=${random.hex(6)}`,
  `To: <sip:100@${hostOf(target, origin)}>`,
  `Call-ID: ${random.hex(16)}@${origin.address}`,
  'CSeq: 1 OPTIONS',
  'Content-Length: 0',
]

const replaced = (lines: Lines, name: string, value: string): Buffer =>
  message(lines.map((line) => (line.startsWith(`${name}:`) ? `${name}: ${value}` : line)))

const extended = (lines: Lines, header: string): Buffer => message([...lines, header])

const faults: readonly [Fault, ...Fault[]] = [
  (random, lines) => message(lines).subarray(0, random.between(5, 120)),
  (random, lines) => message(lines.toSpliced(random.between(1, 6), 1)),
  (_, lines) => replaced(lines, 'Content-Length', '-1'),
  (_, lines) => replaced(lines, 'Content-Length', 'Ninety nine'),
  (_, lines) => replaced(lines, 'Content-Length', '65000'),
  (_, lines) => replaced(lines, 'CSeq', '99999999999999999999 OPTIONS'),
  (_, lines) => replaced(lines, 'CSeq', '1 INVITE'),
  (_, lines) => replaced(lines, 'Max-Forwards', '%n%n%n%n%s'),
  (_, lines) => replaced(lines, 'From', '"unclosed <sip:fuzz@invalid;tag=1'),
  (_, lines) => replaced(lines, 'To', '<sip:100%00admin@pbx\u0000.invalid>'),
  (_, lines) => extended(lines, 'User-Agent: \u001b[2J\u001b[31mowned\u001b[0m\u0007'),
  (_, lines) => extended(lines, 'User-Agent: \u202egnp.exe\u202c \u2066pbx\u2069'),
  (_, lines) => extended(lines, 'Subject: <script>alert(1)</script><img src=x onerror=alert(1)>'),
  (random, lines) => extended(lines, `X-Fuzz: ${'A'.repeat(random.between(2000, 8000))}`),
  (random, lines) => extended(lines, `Route: ${'<sip:a;lr>,'.repeat(random.between(100, 400))}<sip:b;lr>`),
  (_, lines) => Buffer.concat([message(lines), Buffer.from([0, 0xff, 0xfe, 0x80, 0xc3, 0x28])]),
  (random) => Buffer.from(Array.from({ length: random.between(8, 400) }, () => random.between(0, 255))),
  () => Buffer.from('GET / HTTP/1.1\r\nHost: pbx\r\n\r\n'),
]

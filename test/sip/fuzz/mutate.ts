import type { Random } from './random.ts'

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8')

/** What breaks parsers: openers without closers, escapes, separators, line ends, numbers out of range, acting characters. */
export const nasty: readonly Buffer[] = [
  ...[
    '"',
    '\\',
    '\\"',
    '<',
    '>',
    '<<',
    '>>',
    '[',
    ']',
    '(',
    ')',
    '%',
    '%00',
    '%0d%0a',
    '%25',
    '%zz',
    '%c3%28',
    '@',
    '@@',
  ],
  ...[
    ';',
    ';;;;',
    ';=',
    ';tag=',
    ';branch=',
    ';rport',
    ';received=',
    ',',
    ',,,,',
    ':',
    '::',
    '?',
    '&',
    '=',
    '*',
    '#',
    '+',
  ],
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n ',
    '\n\t',
    '\r\n\r\n',
    '\n\n',
    '\r\r',
    ' ',
    '\t',
    '      ',
    '\0',
    '\\\0',
    '\x01',
    '\x7f',
    '\v',
  ],
  ...['-1', '0', '00000000', '2147483648', '4294967296', '18446744073709551616', '1e9', '9'.repeat(40), '0x10', 'NaN'],
  ...['\u202e', '\u200b', '\ufeff', '\ufffd', '\u2028', 'ü', '𝄞', 'İ', '\u0301\u0301\u0301\u0301'],
  ...[
    "' or '1'='1",
    ' union select null,null--',
    '/*',
    '*/',
    '--',
    '${jndi:ldap://x}',
    '`id`',
    '$(id)',
    '../../',
    '%s%s%s%n',
    '{{7*7}}',
  ],
  ...[
    'sip:',
    'sips:',
    'tel:',
    'SIP/2.0',
    'SIP/2.0 ',
    'Digest ',
    'username=',
    'nonce="',
    'response=',
    'uri="',
    'algorithm=MD5-sess',
  ],
  ...[
    'Content-Length: 5\r\n',
    'l:0\r\n',
    'Content-Length : x\r\n',
    'Via: \r\n',
    'v:\r\n',
    'f\r\n : x\r\n',
    ': x\r\n',
    'To\r\n',
    'CSeq: 1\r\n',
  ],
  ...[
    'Authorization: Digest username="a"\r\n',
    'Contact: *\r\n',
    'Route: <sip:a;lr>\r\n',
    'Subject: a\r\n b\r\n',
    'Reason: Q.850;cause=16\r\n',
  ],
  ...['o=- 1 1 IN IP4 1\r\n', 's=\r\n', 'm=audio 0 RTP/AVP 0\r\n', 'a=rtpmap:0\r\n', '9011', '00972', '011', '0046'],
]
  .map(bytes)
  .concat(
    Buffer.of(0xff),
    Buffer.of(0xc3),
    Buffer.of(0xed, 0xa0, 0x80),
    Buffer.of(0xc0, 0x80),
    Buffer.of(0xa0),
    Buffer.of(0x85),
  )

/** Longer than any datagram, so that the bound itself is tried. */
const longest = 70_000

type Mutation = (input: Buffer, random: Random, seeds: readonly Uint8Array[]) => Buffer

const splice = (input: Buffer, at: number, removed: number, added: Uint8Array): Buffer =>
  Buffer.concat([input.subarray(0, at), added, input.subarray(at + removed)])

/** Where a grammar turns: behind separators and at line ends. */
function joint(input: Buffer, random: Random): number {
  const from = random.below(input.length + 1)
  for (let at = from; at < Math.min(input.length, from + 80); at++) {
    if (joints.has(input[at] ?? 0)) return at + random.below(2)
  }
  return from
}
const joints: ReadonlySet<number> = new Set(bytes(':;,<>"=@\r\n /?&[]'))

/** A line with its line end, or what is left of one. */
function line(input: Buffer, random: Random): { start: number; end: number } {
  const start = input.lastIndexOf(10, random.below(input.length + 1)) + 1
  const found = input.indexOf(10, start)
  return { start, end: found === -1 ? input.length : found + 1 }
}

const flipBit: Mutation = (input, random) => {
  const copy = Buffer.from(input)
  const at = random.below(copy.length)
  if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
  return copy
}
const setByte: Mutation = (input, random) =>
  splice(input, random.below(input.length + 1), 1, Buffer.of(random.below(256)))
const cutEnd: Mutation = (input, random) => input.subarray(0, random.below(input.length + 1))
const cutBegin: Mutation = (input, random) => input.subarray(random.below(Math.min(input.length, 200) + 1))
const takeOut: Mutation = (input, random) => splice(input, joint(input, random), 1 + random.below(12), Buffer.of())
const insert: Mutation = (input, random) => splice(input, joint(input, random), random.below(2), random.pick(nasty))
const insertAnywhere: Mutation = (input, random) => splice(input, random.below(input.length + 1), 0, random.pick(nasty))

const repeat: Mutation = (input, random) => {
  const piece = random.pick(nasty)
  // Mostly short: long ones take as much time as a hundred others.
  const most = random.below(60) === 0 ? 60_000 : 300
  return splice(input, joint(input, random), 0, Buffer.alloc(random.below(most), piece))
}
const repeatLine: Mutation = (input, random) => {
  const { start, end } = line(input, random)
  const copies = random.below(40) === 0 ? 300 : 1 + random.below(3)
  const copied = Buffer.concat(Array.from({ length: copies }, () => input.subarray(start, end)))
  return splice(input, line(input, random).start, 0, copied)
}
const dropLine: Mutation = (input, random) => {
  const { start, end } = line(input, random)
  return splice(input, start, end - start, Buffer.of())
}
const nastyLine: Mutation = (input, random) => {
  const { start, end } = line(input, random)
  const colon = input.indexOf(58, start)
  const from = colon === -1 || colon >= end ? start : colon + 1
  const value = Buffer.concat(Array.from({ length: 1 + random.below(6) }, () => random.pick(nasty)))
  return splice(input, from, Math.max(0, end - from - random.below(3)), value)
}
const otherNumber: Mutation = (input, random) => {
  const from = random.below(input.length + 1)
  const isDigit = (at: number): boolean => (input[at] ?? 0) >= 48 && (input[at] ?? 0) <= 57
  let start = from
  while (start < input.length && !isDigit(start)) start++
  let end = start
  while (isDigit(end)) end++
  const digits = random.pick(['', '0', '-1', '65536', '2147483648', '9'.repeat(1 + random.below(60))])
  return splice(input, start, end - start, bytes(digits))
}
const fold: Mutation = (input, random) => {
  const blank = input.indexOf(32, random.below(input.length + 1))
  return blank === -1
    ? input
    : splice(input, blank, 1, bytes(random.pick(['\r\n ', '\n\t', '\r\n\r\n ', '\r ', '\r\n \r\n '])))
}
const lineEnds: Mutation = (input, random) =>
  Buffer.from(input.toString('latin1').replaceAll('\r\n', random.pick(['\n', '\r', '\r\r\n', '\n\r'])), 'latin1')
const join: Mutation = (input, random, seeds) => {
  const other = random.pick(seeds)
  return Buffer.concat([input.subarray(0, joint(input, random)), other.subarray(random.below(other.length + 1))])
}

const mutations: readonly Mutation[] = [
  ...[
    flipBit,
    setByte,
    cutEnd,
    cutBegin,
    takeOut,
    insert,
    insert,
    insert,
    insertAnywhere,
    repeat,
    repeatLine,
    dropLine,
  ],
  ...[nastyLine, nastyLine, otherNumber, fold, lineEnds, join],
]

/** One of the seeds with a few changes. */
export function mutated(seeds: readonly Uint8Array[], random: Random): Uint8Array {
  let input: Buffer = Buffer.from(random.pick(seeds))
  for (let changes = 1 + random.below(5); changes > 0; changes--) {
    input = random.pick(mutations)(input, random, seeds).subarray(0, longest)
  }
  return Uint8Array.from(input)
}

import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { prefixes } from '../sip/number/generated.ts'

/** One message about a number, or about one that only looks like it. */
export interface Dialling {
  readonly callId: string
  /** What it dials; nothing when the digits only stand somewhere else. */
  readonly core: string | undefined
  readonly event: WireEvent
}

/** Among them neighbours of a range, one subscriber's digits in two countries, and two countries behind one network. */
export const wrappedCores: readonly string[] = [
  ...['46850780296', '46850780294', '442079460958', '12079460958', '972599123456', '970599123456', '48221234567'],
]
/** Ways of writing each number. */
export const wrappings = 60

/** Ways of writing the same digits: visual separators, escapes, parameters, pauses, a closing hash (RFC 3966 §5.1.1). */
const forms: readonly ((prefix: string, core: string) => string)[] = [
  (prefix, core) => prefix + core,
  (prefix, core) => `${prefix}-${inPairs(core, '-')}`,
  (prefix, core) => `${prefix}${inPairs(core, '.')}`,
  (prefix, core) => `${prefix}%20${inPairs(core, '%20')}`,
  (prefix, core) => `(${prefix})${core}`,
  (prefix, core) => `${prefix}${core};phone-context=192.0.2.1`,
  (prefix, core) => `${prefix}${core}%23`,
  (prefix, core) => `${prefix.slice(0, 1)},${prefix.slice(1)}${core}`,
  (prefix, core) => escaped(prefix + core),
]

const inPairs = (digits: string, separator: string): string => (digits.match(/.{1,2}/g) ?? []).join(separator)
/** The first character as its code, as who hides from filters writes it. */
const escaped = (text: string): string => `%${text.charCodeAt(0).toString(16).toUpperCase()}${text.slice(1)}`

/** Sixty different ways of dialling a number. */
export const wrapped = (core: string): readonly string[] =>
  prefixes.slice(0, wrappings).map((prefix, at) => forms[at % forms.length]?.(prefix, core) ?? core)

interface Wanted {
  readonly core?: string
  readonly method?: string
  /** In the Request-URI and, when not said otherwise, in To. */
  readonly user: string
  readonly to?: string
  readonly from?: string
  readonly agent?: string
  readonly body?: string
}

/**
 * Numbers that are nearly the same: another last digit, one more, one less at either end. Whatever ends in one of the
 * numbers is no decoy: 9011 2079460958 is 90 1 12079460958 to everybody.
 */
function neighboursOf(core: string): readonly string[] {
  const last = Number(core.at(-1))
  const near = [core.slice(0, -1) + String((last + 3) % 10), `${core}7`, core.slice(0, -1), core.slice(1)]
  const dialled = near.flatMap((number) => ['', '00', '9011'].map((prefix) => prefix + number))
  return dialled.filter((text) => !wrappedCores.some((each) => text.endsWith(each)))
}

/** The digits where nobody dials them. */
const elsewhere = (core: string): readonly Wanted[] => [
  { user: '100', from: core },
  { user: '100', agent: core },
  { user: '100', body: `s=00${core}` },
  { user: `100;ext=${core}` },
  { user: '100', to: `"${core}" <sip:100@192.0.2.1>` },
  { user: core, method: 'REGISTER' },
  { user: `00${core}`, method: 'OPTIONS' },
]

/** Each number in all its wrappings, and its decoys, whose Call-IDs hold its digits too. @param start microseconds UTC. */
export function wrappedNumbers(start: number): readonly Dialling[] {
  const wanted = wrappedCores.flatMap((core): readonly Wanted[] => [
    // Scanners vary one place and forget the other.
    ...wrapped(core).map((user, at) =>
      at % 7 === 6 ? { core, user: '', to: `<sip:${user}@192.0.2.1>` } : { core, user },
    ),
    ...neighboursOf(core).map((user) => ({ user })),
    ...elsewhere(core),
  ])
  return wanted.map((each, at) => dialling(each, at, start))
}

function dialling(wanted: Wanted, at: number, start: number): Dialling {
  const callId = `00${wrappedCores[at % wrappedCores.length] ?? ''}-${at}`
  const source = `198.51.100.${1 + (at % 200)}`
  const raw = Buffer.from(messageText(wanted, at, callId, source), 'latin1')
  return { callId, core: wanted.core, event: [start + at * 1000, 0, source, 5060, '192.0.2.1', 5060, 0, 0, raw] }
}

function messageText(wanted: Wanted, at: number, callId: string, source: string): string {
  const { method = 'INVITE', user, from = '100', agent = 'pplsip', body = '' } = wanted
  const called = user === '' ? 'sip:192.0.2.1' : `sip:${user}@192.0.2.1`
  return [
    `${method} ${called} SIP/2.0`,
    `Via: SIP/2.0/UDP ${source}:5060;branch=z9hG4bK-${at};rport`,
    'Max-Forwards: 70',
    `From: <sip:${from}@192.0.2.1>;tag=${at}`,
    `To: ${wanted.to ?? `<${called}>`}`,
    `Call-ID: ${callId}`,
    `CSeq: 1 ${method}`,
    `User-Agent: ${agent}`,
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}

import { glanceAt, isSet } from '../glance/glance.ts'
import type { Header, SipMessage } from '../message/message.ts'
import { byteText } from '../text/byte-text.ts'
import { isClean, isCleanBody } from './clean.ts'
import { fieldKind, fieldsOf, nameOfField } from './fields.ts'
import { found, type Finding } from './finding.ts'
import { otherInjection } from './other-injection.ts'
import { remembered } from './remembered.ts'
import type { Mark } from './sql/mark.ts'
import { sqlScore, sqlThreshold } from './sql/score.ts'

/** What a text tries to inject. */
export interface Injection {
  readonly class: 'sql-injection' | 'injection'
  readonly what: string
}

/**
 * Bytes of odd headers that are looked at in one message: real injections stand in a few hundred, and 64 KB of them would
 * take as long as thousands of messages. From, To and User-Agent come before whatever an attacker fills up with.
 */
export const mostText = 6144

/** SQL injection or another one in any text of a request: its class, and in which header what speaks for it. */
export function injectionOf(message: SipMessage): Finding | undefined {
  const { bytes, headers } = message
  const { clean, requestUri } = glanceAt(message)
  const inUri = requestUri.usual ? undefined : injectionInUri(message)
  if (inUri) return named('Request-URI', inUri)
  let other: Finding | undefined
  let left = mostText
  for (let place = 0; place < headers.length; place++) {
    const header = headers[place]
    if (header === undefined || isSet(clean, place)) continue
    if (!isOdd(bytes, header)) continue
    if (left <= 0) break
    left -= header.end - header.start
    const injection = injectionInText(header.key, header.value)
    if (!injection) continue
    const finding = named(nameOfField(header.key), injection)
    if (finding.class === 'sql-injection') return finding
    other ??= finding
  }
  return other ?? injectionInBody(message)
}

const named = (where: string, { class: name, what }: Injection): Finding => found(name, `${where}: ${what}`)

function injectionInUri(message: SipMessage): Injection | undefined {
  const { start, startAt, headersAt, bytes } = message
  if (start?.kind !== 'request') return undefined
  const { method, uri, version } = start
  const from = startAt + method.length + 1
  /** Two blanks and a line end: else the line is unusual and its URI may stand elsewhere. */
  const usual = headersAt - startAt - method.length - version.length - uri.length <= 4
  return usual && isClean(bytes, from, from + uri.length, true) ? undefined : injectionInText('', uri)
}

/** Whether it holds what an injection needs. */
function isOdd(bytes: Uint8Array, { key, colon, end }: Header): boolean {
  const kind = fieldKind(key)
  if (kind === 'none') return false
  const from = kind === 'digest' ? colon + 1 + schemeLength : colon + 1
  return !isClean(bytes, from, end, kind !== 'text')
}

/** ` Digest` */
const schemeLength = 8

/** Values come again and again, User-Agents above all: what was found in them is remembered. */
export const injectionInText = remembered((key: string, value: string): Injection | undefined => {
  const fields = fieldsOf(key, value)
  for (const field of fields) {
    const { score, marks } = sqlScore(field)
    if (score < sqlThreshold) continue
    return { class: 'sql-injection', what: heaviest(marks).join(', ') }
  }
  for (const field of fields) {
    const what = otherInjection(field)
    if (what !== undefined) return { class: 'injection', what }
  }
  return undefined
})

/** Two reasons are enough for a line. */
const mostReasons = 2

const heaviest = (marks: readonly Mark[]): readonly string[] =>
  marks
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, mostReasons)
    .map(({ reason }) => reason)

/** Bodies are read by programs too; more than SDP needs is not looked at. */
const longestBody = 4096

function injectionInBody({ bytes, bodyAt, bodyEnd }: SipMessage): Finding | undefined {
  const end = Math.min(bodyEnd, bodyAt + longestBody)
  if (isCleanBody(bytes, bodyAt, end)) return undefined
  for (const line of byteText(bytes.subarray(bodyAt, end)).split('\n')) {
    const injection = injectionInText('', line)
    if (injection) return named(/^[a-z]=/.test(line) ? 'SDP' : 'Body', injection)
  }
  return undefined
}

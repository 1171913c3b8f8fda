import { rfcMethods } from '../message/methods.ts'
import type { SipMessage } from '../message/message.ts'

/** What a first line may be; any method that no RFC names is one and the same to a fingerprint. */
const methods = ['-', '?', ...rfcMethods, 'answer'] as const
const unknownMethod = 1
const answer = methods.length - 1
const codes: ReadonlyMap<string, number> = new Map(methods.slice(2).map((method, at) => [method, at + 2]))

let lastMethod = ''
let lastCode = unknownMethod

/** An answer is `answer`, whatever its status; 0 when there is no readable first line. */
export function methodCode(start: NonNullable<SipMessage['start']>): number {
  if (start.kind === 'response') return answer
  // Looking a text up takes longer than finding that it is the one that came before.
  if (start.method !== lastMethod) {
    lastCode = codes.get(start.method) ?? unknownMethod
    lastMethod = start.method
  }
  return lastCode
}

export const methodText = (code: number): string => methods[code] ?? '?'

/** Whether the Request-URI names a user (1) and has parameters (2). */
export function uriHabits(start: NonNullable<SipMessage['start']>): number {
  if (start.kind === 'response') return 0
  return (start.uri.includes('@') ? 1 : 0) | (start.uri.includes(';') ? 2 : 0)
}

export const uriText = (habits: number): string => `${(habits & 1) === 0 ? '' : '@'}${(habits & 2) === 0 ? '' : ';'}`

const LF = 10
const CR = 13
const [crlf, lf, cr] = [1, 2, 4]

/** Which line end stands before this offset: 1 CRLF, 2 LF, 4 CR; together they say whether a message mixes them. */
export function lineEnd(bytes: Uint8Array, end: number): number {
  const last = bytes[end - 1]
  if (last === LF) return bytes[end - 2] === CR ? crlf : lf
  return last === CR ? cr : 0
}

const lineEndTexts = ['-', 'crlf', 'lf', 'mixed', 'cr'] as const
export const lineEndText = (ends: number): string => lineEndTexts[ends] ?? 'mixed'

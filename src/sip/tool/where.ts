import { findHeader, type SipMessage } from '../message/message.ts'

/** Where in the bytes a field of the fingerprint was read; the whole head for what is spread over it. */
export interface Place {
  /** Key of the header, `undefined` for the body and the head as a whole. */
  readonly header: string | undefined
  readonly start: number
  readonly end: number
}

const headerOfField: Readonly<Record<string, string | undefined>> = {
  via: 'via',
  branch: 'via',
  from: 'from',
  tag: 'from',
  to: 'to',
  contact: 'contact',
  callId: 'call-id',
  maxForwards: 'max-forwards',
  allow: 'allow',
  accept: 'accept',
  supported: 'supported',
  relation: 'call-id',
}
const parameterOfField: Readonly<Record<string, string | undefined>> = { branch: 'branch=', tag: 'tag=' }

export function placeOf(message: SipMessage, field: string): Place {
  if (field === 'body' || field === 'session') {
    return { header: undefined, start: message.bodyAt, end: message.bodyEnd }
  }
  if (field === 'start') return { header: undefined, start: message.startAt, end: message.headersAt }
  const header = findHeader(message, headerOfField[field] ?? (field === 'digest' ? credentials(message) : ''))
  if (header === undefined) return { header: undefined, start: message.headersAt, end: message.headersEnd }
  const place = { header: header.key, start: header.valueStart, end: header.valueEnd }
  return narrowed(message, place, parameterOfField[field])
}

const credentials = (message: SipMessage): string =>
  findHeader(message, 'authorization') === undefined ? 'proxy-authorization' : 'authorization'

function narrowed(message: SipMessage, place: Place, parameter: string | undefined): Place {
  if (parameter === undefined) return place
  const from = indexOf(message.bytes, parameter, place.start, place.end)
  if (from === -1) return place
  const start = from + parameter.length
  let end = start
  while (end < place.end && !ends.has(message.bytes[end] ?? 0)) end++
  return { ...place, start, end }
}

/** Semicolon, comma, `>` and blanks end a parameter. */
const ends: ReadonlySet<number> = new Set([59, 44, 62, 32, 9, 13, 10])

function indexOf(bytes: Uint8Array, text: string, from: number, to: number): number {
  for (let at = from; at + text.length <= to; at++) {
    let same = 0
    while (same < text.length && ((bytes[at + same] ?? 0) | 0x20) === (text.charCodeAt(same) | 0x20)) same++
    if (same === text.length) return at
  }
  return -1
}

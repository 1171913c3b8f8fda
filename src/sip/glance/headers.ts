import { knownNames } from '../message/known-names.ts'
import { idOfKey } from '../message/names.ts'

/** What a glance makes of a header. */
export const looks = {
  none: 0,
  via: 1,
  from: 2,
  to: 3,
  callId: 4,
  cseq: 5,
  contact: 6,
  maxForwards: 7,
  contentLength: 8,
  expires: 9,
  allow: 10,
  supported: 11,
  accept: 12,
  contentType: 13,
  userAgent: 14,
  server: 15,
  credentials: 16,
} as const

const keys: readonly (readonly [key: string, look: number])[] = [
  ['via', looks.via],
  ['from', looks.from],
  ['to', looks.to],
  ['call-id', looks.callId],
  ['cseq', looks.cseq],
  ['contact', looks.contact],
  ['max-forwards', looks.maxForwards],
  ['content-length', looks.contentLength],
  ['expires', looks.expires],
  ['allow', looks.allow],
  ['supported', looks.supported],
  ['accept', looks.accept],
  ['content-type', looks.contentType],
  ['user-agent', looks.userAgent],
  ['server', looks.server],
  ['authorization', looks.credentials],
  ['proxy-authorization', looks.credentials],
]

/** By the number of a name. */
const lookOf = new Uint8Array(knownNames.length + 1)
for (const [key, look] of keys) lookOf[idOfKey(key)] = look

/** @param known of a header. */
export const lookAt = (known: number): number => lookOf[known < 0 ? -known : known] ?? looks.none

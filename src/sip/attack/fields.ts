import type { SipMessage } from '../message/message.ts'
import { decodePercent } from '../uri/uri.ts'

/** Headers whose text no application stores or shows. Privacy lists words such as `user;id` (RFC 3323, RFC 3325). */
const structural: ReadonlySet<string> = new Set([
  'via',
  'cseq',
  'content-length',
  'max-forwards',
  'expires',
  'date',
  'privacy',
])

/** Nobody needs more room for an injection, and more would cost us time. */
const longest = 4096

/** Every text of a request that may end in a database, a shell or a page: %-escapes decoded once. */
export function* injectable(message: SipMessage): Generator<string> {
  if (message.start?.kind === 'request') yield readable(message.start.uri)
  for (const header of message.headers) {
    if (!structural.has(header.key)) yield readable(header.value)
  }
}

const readable = (text: string): string => decodePercent(text.slice(0, longest))

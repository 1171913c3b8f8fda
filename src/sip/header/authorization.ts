import type { SipMessage } from '../message/message.ts'
import { parseParams, type Params } from './params.ts'

/** What a client sends to prove a password (RFC 3261 §22, RFC 8760). Missing fields stay away. */
export interface DigestCredentials {
  readonly username?: string
  readonly realm?: string
  readonly nonce?: string
  readonly uri?: string
  readonly response?: string
  readonly algorithm?: string
  readonly cnonce?: string
  readonly nc?: string
  readonly qop?: string
  readonly opaque?: string
}

const fields = ['username', 'realm', 'nonce', 'uri', 'response', 'algorithm', 'cnonce', 'nc', 'qop', 'opaque'] as const

/** `undefined` for other schemes than Digest. */
export function parseDigest(value: string): DigestCredentials | undefined {
  const [scheme] = /^\s*digest\s+/i.exec(value) ?? []
  if (scheme === undefined) return undefined
  return pick(parseParams(value.slice(scheme.length), ','))
}

function pick(params: Params): DigestCredentials {
  const found = fields.flatMap((field) => {
    const value = params.get(field)
    return value === undefined ? [] : [[field, value] as const]
  })
  return Object.fromEntries(found)
}

/** All digests of a message, in order: some brute forcers put two guesses into one message. */
export function digestsOf(message: SipMessage): readonly DigestCredentials[] {
  return message.headers.flatMap((header) => {
    if (header.key !== 'authorization' && header.key !== 'proxy-authorization') return []
    const digest = parseDigest(header.value)
    return digest ? [digest] : []
  })
}

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

type Field = keyof DigestCredentials

const fields: ReadonlySet<string> = new Set<Field>([
  'username',
  'realm',
  'nonce',
  'uri',
  'response',
  'algorithm',
  'cnonce',
  'nc',
  'qop',
  'opaque',
])
const isField = (name: string): name is Field => fields.has(name)

/** `undefined` for other schemes than Digest. */
export function parseDigest(value: string): DigestCredentials | undefined {
  const { scheme, params } = parseAuth(value)
  if (scheme !== 'digest') return undefined
  const digest: { -readonly [field in Field]?: string } = {}
  for (const [name, text] of params) if (isField(name)) digest[name] = text
  return digest
}

/** All digests of a message, in order: some brute forcers put two guesses into one message. */
export function digestsOf({ headers }: Pick<SipMessage, 'headers'>): readonly DigestCredentials[] {
  const digests: DigestCredentials[] = []
  for (const { key, value } of headers) {
    const digest = key === 'authorization' || key === 'proxy-authorization' ? parseDigest(value) : undefined
    if (digest) digests.push(digest)
  }
  return digests
}

/** A scheme and its parameters: credentials and challenges alike. Commas part parameters, never values of the row. */
export interface Auth {
  /** Lower-case, e.g. `digest`; '' when there is none. */
  readonly scheme: string
  readonly params: Params
}

export function parseAuth(value: string): Auth {
  const [whole = '', scheme = ''] = /^\s*([^\s,="]+)(?:\s+|$)/.exec(value) ?? []
  return { scheme: scheme.toLowerCase(), params: parseParams(value.slice(whole.length), ',') }
}

/** What a server asks for (RFC 3261 §20.44, RFC 8760): one for each row, in its order of preference. */
export interface DigestChallenge {
  readonly realm: string
  readonly nonce: string
  /** As written; MD5 when the server names none. */
  readonly algorithm: string
  /** Each on its own, lower-case, e.g. `auth`, `auth-int`. */
  readonly qop: readonly string[]
  readonly opaque?: string
  readonly domain?: string
  /** The password was right, only the nonce is too old. */
  readonly stale: boolean
}

/** `undefined` for other schemes than Digest. */
export function parseChallenge(value: string): DigestChallenge | undefined {
  const { scheme, params } = parseAuth(value)
  if (scheme !== 'digest') return undefined
  const opaque = params.get('opaque')
  const domain = params.get('domain')
  return {
    realm: params.get('realm') ?? '',
    nonce: params.get('nonce') ?? '',
    algorithm: params.get('algorithm') ?? 'MD5',
    qop: (params.get('qop') ?? '')
      .toLowerCase()
      .split(/[\s,]+/)
      .filter((one) => one !== ''),
    ...(opaque !== undefined && { opaque }),
    ...(domain !== undefined && { domain }),
    stale: params.get('stale')?.toLowerCase() === 'true',
  }
}

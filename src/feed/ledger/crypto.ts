import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import type { Intent, SignedIntent } from '../../contract/ledger/intent.ts'
import { chainedText, signedText, type LedgerRecord } from '../../contract/ledger/record.ts'

/** The feed's own Ed25519 key: it signs what the feed decides. */
export interface FeedSigner {
  /** Public key, 32 bytes, base64url. */
  readonly key: string
  sign(intent: Intent): SignedIntent
}

export function signerOf(pem: string): FeedSigner {
  const privateKey = createPrivateKey(pem)
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  if (privateKey.asymmetricKeyType !== 'ed25519' || x === undefined) throw new TypeError('not an Ed25519 key')
  return {
    key: x,
    sign: (intent) => ({
      intent,
      signature: sign(null, Buffer.from(signedText(intent)), privateKey).toString('base64url'),
    }),
  }
}

export const recordHash = (record: Omit<LedgerRecord, 'hash'>): string =>
  createHash('sha256').update(chainedText(record)).digest('hex')

/**
 * Base64url ignores spare bits in its last character, so one key has several spellings: with two of them one person
 * could pass for two. Only the canonical one counts.
 */
export const isCanonical = (text: string): boolean => Buffer.from(text, 'base64url').toString('base64url') === text

export function signatureHolds({ intent, signature }: SignedIntent): boolean {
  return textHolds(() => signedText(intent), intent.author, signature)
}

/** Did `author` sign the text? Both spellings must be the canonical ones; a text that cannot be made, nobody signed. */
export function textHolds(text: () => string, author: string, signature: string): boolean {
  if (!isCanonical(signature) || !isCanonical(author)) return false
  const key = publicKeyOf(author)
  const signed = textOrNone(text)
  if (key === undefined || signed === undefined) return false
  return verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url'))
}

/** Text with half a surrogate pair has no canonical form (RFC 8785 §3.2.2.2), so nobody can have signed it. */
function textOrNone(text: () => string): string | undefined {
  try {
    return text()
  } catch {
    return undefined
  }
}

/** Parsing a key costs as much as using it; a ledger has few authors, strangers' keys must not fill memory. */
const parsedKeys = new Map<string, KeyObject>()
const mostParsedKeys = 1000

function publicKeyOf(author: string): KeyObject | undefined {
  const known = parsedKeys.get(author)
  if (known) return known
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: author }, format: 'jwk' })
    if (parsedKeys.size >= mostParsedKeys) parsedKeys.clear()
    parsedKeys.set(author, key)
    return key
  } catch {
    return undefined
  }
}

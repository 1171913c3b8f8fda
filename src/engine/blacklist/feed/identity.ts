import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { userInfo } from 'node:os'
import type { KeyPlace } from '../../../contract/console/app.ts'
import { signedText } from '../../../contract/ledger/record.ts'
import type { Intent, SignedIntent } from '../../../contract/ledger/intent.ts'
import { orderText, type Order, type SignedOrder } from '../../../contract/ledger/order.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import { StoreError } from '../../store/error.ts'

/** Who acts: the key that signs this console's intents, and the name the ledger shows for it. */
export interface Identity {
  readonly name: string
  /** Ed25519 public key, base64url: the author of our records. */
  readonly key: string
  /** For people to compare over the phone: the first 80 bits of the key's SHA-256 in groups of four. */
  readonly fingerprint: string
  readonly place: KeyPlace
  /** @throws RpcError `refused` with reason `key-sealed` while the key cannot be used here; so does `signOrder`. */
  sign(intent: Intent): SignedIntent
  signOrder(order: Order): SignedOrder
}

export function identityOf(secret: KeyObject, place: KeyPlace): Identity {
  return {
    ...publicPart(publicKeyOf(secret)),
    place,
    sign: (intent) => ({ intent, signature: signature(signedText(intent), secret) }),
    signOrder: (order) => ({ order, signature: signature(orderText(order), secret) }),
  }
}

/** Somebody whose key lies here sealed and cannot be opened: known by name, able to read everything, to sign nothing. */
export function sealedIdentity(key: string, why: string): Identity {
  const refuse = (): never => {
    throw new RpcError('refused', why, 'key-sealed')
  }
  return { ...publicPart(key), place: { kept: 'sealed', why }, sign: refuse, signOrder: refuse }
}

const publicPart = (key: string): Pick<Identity, 'name' | 'key' | 'fingerprint'> => ({
  name: userName(),
  key,
  fingerprint: fingerprintOf(key),
})

const signature = (text: string, secret: KeyObject): string =>
  sign(null, Buffer.from(text), secret).toString('base64url')

export function fingerprintOf(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex')
  return (digest.slice(0, 20).match(/.{4}/g) ?? []).join(' ')
}

/** @throws StoreError that names the `file` when `pem` is no Ed25519 private key; never with what was in it. */
export function parseKey(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Falls through to the one message that helps: OpenSSL's own would not name the file.
  }
  const words = `${file} is not an Ed25519 private key; restore it from a backup, or move it away to get a new one`
  throw new StoreError(words, undefined, 'key')
}

export function publicKeyOf(secret: KeyObject): string {
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  if (x === undefined) throw new Error('key without public half')
  return x
}

/** @returns PEM. */
export const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

function userName(): string {
  try {
    return userInfo().username.slice(0, 80) || 'analyst'
  } catch {
    return 'analyst' // no entry in the user database, as in some containers
  }
}

import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { signedText } from '../../../contract/ledger/record.ts'
import type { Intent, SignedIntent } from '../../../contract/ledger/intent.ts'
import { orderText, type Order, type SignedOrder } from '../../../contract/ledger/order.ts'

/** Who acts: the key that signs this console's intents, and the name the ledger shows for it. */
export interface Identity {
  readonly name: string
  /** Ed25519 public key, base64url: the author of our records. */
  readonly key: string
  /** For people to compare over the phone: the first 80 bits of the key's SHA-256 in groups of four. */
  readonly fingerprint: string
  sign(intent: Intent): SignedIntent
  signOrder(order: Order): SignedOrder
}

const nameOfFile = 'identity.key'

/**
 * Reads the analyst's key from the data directory, or makes one.
 * @param mayKeep false where nothing can be written: a key that is not there is then made for this run alone.
 * @throws Error when the file is there but no Ed25519 key: never silently replaced, because the ledger knows the old one.
 */
export function loadIdentity(directory: string, mayKeep = true): Identity {
  const file = join(directory, nameOfFile)
  const secret = parseKey(readIfThere(file) ?? (mayKeep ? create(file) : newKey()), file)
  const key = publicKeyOf(secret)
  return {
    name: userName(),
    key,
    fingerprint: fingerprintOf(key),
    sign: (intent) => ({ intent, signature: signature(signedText(intent), secret) }),
    signOrder: (order) => ({ order, signature: signature(orderText(order), secret) }),
  }
}

const signature = (text: string, secret: KeyObject): string =>
  sign(null, Buffer.from(text), secret).toString('base64url')

export function fingerprintOf(key: string): string {
  const digest = createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex')
  return (digest.slice(0, 20).match(/.{4}/g) ?? []).join(' ')
}

function parseKey(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Falls through to the one message that helps: OpenSSL's own would not name the file.
  }
  throw new Error(`${file} is not an Ed25519 private key; restore it from a backup, or move it away to get a new one`)
}

function publicKeyOf(secret: KeyObject): string {
  const { x } = createPublicKey(secret).export({ format: 'jwk' })
  if (x === undefined) throw new Error('key without public half')
  return x
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()

/** Written aside, synced, then linked into place: whole or absent, and the first of two consoles wins. */
function create(file: string): string {
  const aside = `${file}.${process.pid}`
  const pem = newKey()
  rmSync(aside, { force: true })
  const handle = openSync(aside, 'wx', 0o600)
  try {
    writeSync(handle, pem)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    linkSync(aside, file)
    return pem
  } catch {
    return readFileSync(file, 'utf8')
  } finally {
    rmSync(aside, { force: true })
  }
}

function userName(): string {
  try {
    return userInfo().username.slice(0, 80) || 'analyst'
  } catch {
    return 'analyst' // no entry in the user database, as in some containers
  }
}

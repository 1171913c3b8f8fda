import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { readIfPresent, writeAtomically } from './atomic-file.ts'

export interface Identity {
  /** Raw Ed25519 public key, hex: the stable name of this sensor. */
  readonly sensor: string
  /** Key of nonces and tags. It outlives restarts, so that a challenge can be answered after one. */
  readonly secret: Buffer
}

/**
 * Reads both from the spool directory, where only the owner may read them; makes them at the first start.
 * @throws when one of them is damaged: a key of nothing would let everybody forge the proof of an address.
 */
export function openIdentity(directory: string): Identity {
  const pem = readOrMake(join(directory, 'sensor-key.pem'), newKey)
  const secret = readOrMake(join(directory, 'secret'), () => randomBytes(32).toString('hex'))
  if (!/^[0-9a-f]{64}$/.test(secret.trim())) throw new Error(`${join(directory, 'secret')} is damaged: remove it`)
  return { sensor: publicKeyOf(pem), secret: Buffer.from(secret.trim(), 'hex') }
}

function readOrMake(path: string, make: () => string): string {
  const found = readIfPresent(path)
  if (found !== undefined && found !== '') return found
  const made = make()
  writeAtomically(path, made)
  return made
}

const newKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function publicKeyOf(pem: string): string {
  const { x } = createPublicKey(pem).export({ format: 'jwk' })
  if (x === undefined) throw new Error('sensor-key.pem holds no Ed25519 key')
  return Buffer.from(x, 'base64url').toString('hex')
}

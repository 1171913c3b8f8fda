import { md5 } from '@noble/hashes/legacy.js'
import { sha256, sha512_256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Hash functions of SIP digest: RFC 3261 §22.4 has MD5 alone, RFC 8760 §2.1 adds the others. */
export interface DigestAlgorithm {
  /** Lower-case hex of the hash, as it stands between colons in further hashes. */
  readonly hash: (bytes: Uint8Array) => string
  /** `-sess`: nonce and cnonce are hashed into A1 too (RFC 7616 §3.4.2). */
  readonly session: boolean
}

const hashes: ReadonlyMap<string, DigestAlgorithm['hash']> = new Map([
  ['md5', (bytes) => bytesToHex(md5(bytes))],
  ['sha-256', (bytes) => bytesToHex(sha256(bytes))],
  ['sha-512-256', (bytes) => bytesToHex(sha512_256(bytes))],
])

/** @param name as sent; a missing or empty one means MD5 (RFC 7616 §3.4). `undefined` for what no standard names. */
export function digestAlgorithm(name: string | undefined): DigestAlgorithm | undefined {
  const lower = (name ?? '').trim().toLowerCase() || 'md5'
  const session = lower.endsWith('-sess')
  const hash = hashes.get(session ? lower.slice(0, -'-sess'.length) : lower)
  return hash && { hash, session }
}

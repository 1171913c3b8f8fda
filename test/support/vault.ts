import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { KeyVault } from '../../src/engine/blacklist/feed/sealed-key.ts'

/** A keystore with a key of its own: what one computer seals, another with another key does not open. */
export const vaultOf = (key: Buffer): KeyVault => ({
  seal: (secret) => Promise.resolve(sealWith(key, secret)),
  // Async, so that what it throws is a rejection.
  open: async (sealed) => Promise.resolve(openWith(key, Buffer.from(sealed))),
})

export function sealWith(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), body])
}

/** @throws Error when it was sealed with another key, or changed since. */
export function openWith(key: Buffer, sealed: Buffer): string {
  const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
  cipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([cipher.update(sealed.subarray(28)), cipher.final()]).toString('utf8')
}

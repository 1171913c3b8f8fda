import { z } from 'zod'
import { StoreError } from '../../store/error.ts'
import { parseKey, publicKeyOf } from './identity.ts'
import { readIfThere, replaceFile } from './key-files.ts'

/** A keystore of the system that only the user's own login opens, as the host reaches it (src/engine/key-vault.ts). */
export interface KeyVault {
  /** @throws Error in words where the system has no keystore, or one that protects nothing. */
  seal(secret: string): Promise<Uint8Array>
  /** @throws Error when it was sealed elsewhere, for somebody else, or changed since. */
  open(sealed: Uint8Array): Promise<string>
}

/** What `identity.sealed` holds. The public half lies open, so that a console that cannot unseal still knows whose it is. */
export interface SealedKey {
  readonly key: string
  readonly sealed: Uint8Array
}

const shape = z.strictObject({
  version: z.literal(1),
  /** Ed25519 public key, base64url. */
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** What the keystore made of the private key in PEM form. */
  sealed: z.base64().min(1).max(10_000),
})

/** @throws Error that names the file when it is there and not of this form: it is never silently replaced. */
export function readSealed(file: string): SealedKey | undefined {
  const text = readIfThere(file)
  return text === undefined ? undefined : parseSealed(text, file)
}

function parseSealed(text: string, file: string): SealedKey {
  const { data } = shape.safeParse(jsonOf(text))
  if (data) return { key: data.key, sealed: Buffer.from(data.sealed, 'base64') }
  const words = `${file} is damaged; restore it from a copy, or move it away: without identity.key a new key is made then`
  throw new StoreError(words, undefined, 'key')
}

/** @returns the private key, PEM. @throws Error when the vault does not open it, or it is not the key that it should be. */
export async function unseal({ key, sealed }: SealedKey, vault: KeyVault): Promise<string> {
  const pem = await vault.open(sealed)
  if (publicKeyOf(parseKey(pem, 'what was sealed')) !== key)
    throw new Error('another key was sealed than the file says')
  return pem
}

/** Seals a key into `file`, which is there only when what was written has been read back and unsealed. */
export async function sealInto(file: string, pem: string, vault: KeyVault): Promise<void> {
  const key = publicKeyOf(parseKey(pem, 'the key to seal'))
  const sealed = Buffer.from(await vault.seal(pem)).toString('base64')
  const text = `${JSON.stringify({ version: 1, key, sealed })}\n`
  await replaceFile(file, text, (read) => unseal(parseSealed(read, file), vault))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

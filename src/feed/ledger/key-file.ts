import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { signerOf, type FeedSigner } from './crypto.ts'

/** @returns `undefined` when there is no such file. @throws when it holds no Ed25519 key. */
export function readKeyFile(path: string): FeedSigner | undefined {
  try {
    const pem = readFileSync(path, 'utf8')
    chmodSync(path, 0o600)
    return signerOf(pem)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Makes the key of a new ledger; on disk before anything is signed with it. @throws when the file exists. */
export function createKeyFile(path: string): FeedSigner {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, pem)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return signerOf(pem)
}

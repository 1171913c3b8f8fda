import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
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

/**
 * Makes the key of a new ledger; on disk, whole, before anything is signed with it. A start that was killed half way
 * leaves at most a file beside it.
 */
export function createKeyFile(path: string): FeedSigner {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const beside = `${path}.new`
  rmSync(beside, { force: true })
  const file = openSync(beside, 'wx', 0o600)
  try {
    writeSync(file, pem)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(beside, path)
  return signerOf(pem)
}

import { createHash } from 'node:crypto'
import type { SafeStorage } from 'electron'
import { openWith, sealWith } from '../vault.ts'

/**
 * The system's keystore of one computer: what it seals really is sealed, and another computer's does not open it. The
 * keystores themselves (Keychain, DPAPI, Secret Service, KWallet) are not run by it, nor by any test.
 */
export function keystoreOf(computer: string, backend = 'gnome_libsecret'): SafeStorage {
  const key = createHash('sha256').update(computer).digest()
  const keystore: Partial<SafeStorage> = {
    isAsyncEncryptionAvailable: () => Promise.resolve(backend !== 'none'),
    getSelectedStorageBackend: () => backend as ReturnType<SafeStorage['getSelectedStorageBackend']>,
    encryptStringAsync: (text) => Promise.resolve(sealWith(key, text)),
    decryptStringAsync: async (sealed) => Promise.resolve({ result: openWith(key, sealed), shouldReEncrypt: false }),
  }
  return keystore as SafeStorage
}

/** Of the shell that runs on the stand-in. Its test says which computer this is, and what that has. */
export const safeStorage = keystoreOf(process.env['STAND_IN_COMPUTER'] ?? 'this', process.env['STAND_IN_KEYSTORE'])

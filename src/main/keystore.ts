import type { SafeStorage } from 'electron'
import type { KeystoreAnswer, KeystoreQuestion } from '../contract/console/desktop.ts'

/** Answers the engine from the system's keystore, after Electron is ready; its own errors become words. */
export async function answerFromKeystore(keystore: SafeStorage, question: KeystoreQuestion): Promise<KeystoreAnswer> {
  const { kind, id } = question
  try {
    if (question.open !== undefined) {
      const { result } = await keystore.decryptStringAsync(Buffer.from(question.open))
      return { kind, id, opened: result }
    }
    await requireProtection(keystore)
    return { kind, id, sealed: await keystore.encryptStringAsync(question.seal ?? '') }
  } catch (error) {
    return { kind, id, error: error instanceof Error ? error.message : String(error) }
  }
}

/** `basic_text` is a password that every copy of Chromium knows: a file only its owner can read is no worse. */
async function requireProtection(keystore: SafeStorage): Promise<void> {
  const available = await keystore.isAsyncEncryptionAvailable()
  const weak = process.platform === 'linux' && weakBackends.has(keystore.getSelectedStorageBackend())
  if (!available || weak) throw new Error('this computer has no keystore that is locked by your login')
}

const weakBackends: ReadonlySet<string> = new Set(['basic_text', 'unknown'])

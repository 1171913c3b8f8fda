import type { KeystoreAnswer, KeystoreQuestion } from '../contract/console/desktop.ts'
import type { KeyVault } from './blacklist/feed/sealed-key.ts'

/** The system's keystore, which only the desktop's shell can reach: asked over the port between the two processes. */
export interface AskedKeystore {
  readonly vault: KeyVault
  /** Takes what the shell answered; what nobody asked for is ignored. */
  take(answer: KeystoreAnswer): void
}

export function askKeystore(ask: (question: KeystoreQuestion) => void): AskedKeystore {
  const waiting = new Map<number, PromiseWithResolvers<KeystoreAnswer>>()
  let asked = 0
  const put = (question: Pick<KeystoreQuestion, 'seal' | 'open'>): Promise<KeystoreAnswer> => {
    asked += 1
    const answer = Promise.withResolvers<KeystoreAnswer>()
    waiting.set(asked, answer)
    ask({ kind: 'keystore', id: asked, ...question })
    return answer.promise
  }
  return {
    vault: {
      seal: async (secret) => {
        const answer = await put({ seal: secret })
        return answer.sealed ?? failed(answer)
      },
      open: async (sealed) => {
        const answer = await put({ open: sealed })
        return answer.opened ?? failed(answer)
      },
    },
    take: (answer) => {
      waiting.get(answer.id)?.resolve(answer)
      waiting.delete(answer.id)
    },
  }
}

function failed({ error }: KeystoreAnswer): never {
  throw new Error(error ?? 'the keystore gave no answer')
}

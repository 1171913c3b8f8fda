import type { Opening } from '../../opening/opening.ts'
import { OpeningStopped } from '../../opening/messages.ts'
import type { KeyVault } from './sealed-key.ts'

/** Milliseconds for all that is asked of a keystore while a folder opens: time to type a password, and no more. */
const patience = 60_000

/** Nobody has said no: what could not be had now may be had at the next start. */
export class KeystoreSilent extends Error {
  constructor() {
    super('the keystore did not answer in time; it may be locked')
    this.name = 'KeystoreSilent'
  }
}

/**
 * A keystore may wait for a password that nobody types, or hang. The console opens without it then, and says so; until then
 * pages are told what it waits for, and may end it. What comes later is ignored.
 * @returns a vault that throws KeystoreSilent, or OpeningStopped when opening is to end.
 */
export function patientVault(
  vault: KeyVault,
  { tell, ending }: Pick<Opening, 'tell' | 'ending'>,
  within = patience,
): KeyVault {
  const end = performance.now() + within
  const inTime = async <T>(ask: () => Promise<T>): Promise<T> => {
    if (ending.aborted) throw new OpeningStopped()
    if (performance.now() >= end) throw new KeystoreSilent()
    tell({ work: 'keystore' })
    const given = Promise.withResolvers<never>()
    const timer = setTimeout(() => given.reject(new KeystoreSilent()), end - performance.now())
    const stop = (): void => given.reject(new OpeningStopped())
    ending.addEventListener('abort', stop, { once: true })
    return Promise.race([ask(), given.promise]).finally(() => {
      clearTimeout(timer)
      ending.removeEventListener('abort', stop)
    })
  }
  return {
    seal: (secret) => inTime(() => vault.seal(secret)),
    open: (sealed) => inTime(() => vault.open(sealed)),
  }
}

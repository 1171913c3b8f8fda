import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { mostSensors } from '../../../contract/ledger/order.ts'
import type { Identity } from './identity.ts'
import { FeedRefusal, type FeedHttp } from './http.ts'

export interface PresenceOptions {
  readonly identity: Identity
  /** Addresses of our sensors, as far as they are known. */
  readonly sensors: () => readonly string[]
  readonly now: () => number
}

/** How often it is looked whether there is something to say, milliseconds. */
const every = 60_000
/** Said again after so long although it is the same, milliseconds: the feed forgets who is silent. */
const saidAgain = 12 * 3_600_000

/**
 * Tells the feed with `key`, until `signal`, that this console is here and what its sensors' addresses are: none of these
 * may be banned by anybody. Nothing depends on it here, so what fails is tried again, and nobody is told.
 */
export async function keepPresent(
  { identity, sensors, now }: PresenceOptions,
  http: FeedHttp,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  let said: string | undefined
  let saidAt = -Infinity
  const say = async (): Promise<void> => {
    const named = sensors().slice(0, mostSensors)
    const text = named.join()
    const time = now()
    if (text === said && Math.abs(time - saidAt) < saidAgain) return
    const order = { version: 1, id: randomUUID(), time, author: identity.key } as const
    await http.present(identity.signOrder({ ...order, action: 'console.here', subject: key, sensors: [...named] }))
    said = text
    saidAt = time
  }
  const over = (): boolean => signal.aborted
  while (!over()) {
    const failure = await say().catch((error: unknown) => error)
    // A feed of an earlier version has no such call.
    if (failure instanceof FeedRefusal && failure.code === 'not-found') return
    await sleep(every, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

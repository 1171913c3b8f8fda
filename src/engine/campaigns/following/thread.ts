import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { StoreWorker } from '../../store/thread/worker.ts'
import type { FromFollower, ToFollower } from './messages.ts'

/** The thread that looks for campaigns; one question at a time. */
export interface FollowerThread {
  /** @throws Error when its thread ended, or what it says. */
  look(anew: boolean): Promise<Extract<FromFollower, { kind: 'looked' }>>
  close(): Promise<void>
}

const closeWithin = 1_000
/** MiB. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 }

/** @param file of the worker. @param path of the store. */
export function startFollower(file: string, path: string): FollowerThread {
  const worker = new StoreWorker(file, { workerData: {}, name: 'campaigns', execArgv: [], resourceLimits })
  const send = (message: ToFollower): void => worker.postMessage(message)
  const ended = once(worker, 'exit').catch((error: unknown) => error)
  send({ kind: 'open', path })
  return {
    look: async (anew) => {
      const answer = once(worker, 'message') as Promise<[FromFollower]>
      send({ kind: 'look', anew })
      const first = await Promise.race([answer, ended.then(threadEnded)])
      if (first[0].kind === 'failed') throw new Error(first[0].message)
      return first[0]
    },
    close: async () => {
      send({ kind: 'close' })
      const deadline = new AbortController()
      const late = sleep(closeWithin, undefined, { signal: deadline.signal }).then(() => worker.terminate())
      await Promise.race([ended, late.catch(() => undefined)]).finally(() => deadline.abort())
    },
  }
}

function threadEnded(why: unknown): never {
  throw why instanceof Error ? why : new Error('its thread ended')
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { FromServer, ToServer } from './server-child.ts'

export interface BenchServer {
  readonly url: string
  /** Says something and waits for what it has used of the processor since its start, seconds. */
  cpu(say?: ToServer): Promise<number>
  stop(): Promise<void>
}

const file = join(import.meta.dirname, 'server-child.ts')

/** @param args `--config FILE` for a feed; none for the plain server. */
export async function startServer(...args: readonly string[]): Promise<BenchServer> {
  const child = fork(file, args, { serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const heard = async (): Promise<FromServer> => {
    const [message] = (await Promise.race([once(child, 'message'), ended.then(() => [])])) as FromServer[]
    if (!message) throw new Error('the server ended')
    return message
  }
  const ready = await heard()
  return {
    url: 'url' in ready ? ready.url : '',
    async cpu(say = 'cpu') {
      const answer = heard()
      child.send(say)
      const told = await answer
      return 'cpu' in told ? told.cpu / 1e6 : NaN
    },
    async stop() {
      child.disconnect()
      await ended
    },
  }
}

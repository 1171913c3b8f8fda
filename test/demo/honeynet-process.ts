import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const program = join(import.meta.dirname, '../../src/demo/main.ts')

interface Endpoint {
  readonly url: string
  readonly token: string
}

/** A real demo honeynet in processes of its own. */
export async function startHoneynet(directory: string) {
  const child = spawn(process.execPath, [program, '--directory', directory, '--exit-with-parent'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => undefined)
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (part: string) => (log += part))
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })
  const line = await Promise.race([
    once(lines, 'line').then(([text]) => String(text)),
    exited.then(() => Promise.reject(new Error(`ended before it was ready: ${log}`))),
  ])
  const { ready } = JSON.parse(line) as { ready: { feed: Endpoint; sensors: Endpoint[] } }
  return {
    ready,
    pid: child.pid ?? 0,
    children: childrenOf(child.pid ?? 0),
    log: () => log,
    /** Ends its input, as the end of its parent does. */
    endInput: async () => {
      child.stdin.end()
      await exited
      return child.exitCode
    },
    kill: async (signal: NodeJS.Signals) => {
      child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}

/** Process ids whose parent is this one. */
export const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)

function parentOf(pid: number): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return undefined
  }
}

/** Which of them still run after at most so many ms. A zombie has ended. */
export async function leftOf(pids: readonly number[], patience = 45_000): Promise<number[]> {
  for (const deadline = performance.now() + patience; performance.now() < deadline; await sleep(50)) {
    if (pids.every((pid) => !isRunning(pid))) return []
  }
  return pids.filter(isRunning)
}

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

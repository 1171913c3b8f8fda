import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export const repository = join(import.meta.dirname, '..', '..')

export interface ConsoleProcess {
  /** With the one-time token in its fragment. */
  readonly url: string
  readonly origin: string
  readonly pid: number
  /** All that was printed on stdout. */
  readonly lines: readonly string[]
  /** The last of what was logged on stderr. */
  log(): string
  /** Resolves when it has ended, whoever ended it. */
  readonly ended: Promise<void>
  stop(): Promise<void>
  kill(): Promise<void>
}

/** The real browser host in a process of its own, as `npm start -- --browser` runs it. */
export async function startConsole(args: readonly string[]): Promise<ConsoleProcess> {
  const entry = join(repository, 'src', 'web', 'main.ts')
  const child = spawn(process.execPath, ['--max-semi-space-size=8', '--heap-growing-percent=100', entry, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: repository,
  })
  const ended = once(child, 'exit').then(() => undefined)
  const lines: string[] = []
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-20_000)))
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`console not ready: ${log}`)), 90_000)
    child.once('exit', (code) => reject(new Error(`console ended with ${code ?? 'a signal'}: ${log}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      const ready = /^Console ready: (\S+)$/.exec(line)?.[1]
      if (!ready) return
      clearTimeout(timer)
      resolve(ready)
    })
  })
  if (child.pid === undefined) throw new Error('console has no pid')
  return {
    url,
    origin: new URL(url).origin,
    pid: child.pid,
    lines,
    log: () => log,
    ended,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), 45_000)
  await closed
  clearTimeout(timer)
}

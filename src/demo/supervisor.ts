import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { z } from 'zod'

/**
 * The one file of the demo that starts processes. Each child holds a pipe of ours as its stdin and ends when that
 * closes (`--exit-with-parent`), so that even a supervisor that was killed leaves nothing behind. A child that dies is
 * started again, later each time; one that never stays up is given up.
 */
export interface Program<Ready> {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  /** Its ready line. */
  readonly shape: z.ZodType<Ready>
  /** Called at every start, also after it had died. */
  readonly onReady?: (ready: Ready) => void
  readonly log: Logger
}

export interface Supervised<Ready> {
  /** What it printed when it was ready for the first time; rejects when it is given up or stopped before. */
  readonly ready: Promise<Ready>
  /** SIGTERM, and SIGKILL at the deadline. Resolves when the process is gone. */
  stop(): Promise<void>
}

const firstPauseMs = 250
const longestPauseMs = 10_000
/** A child that lived this long had started well: its next pause is the shortest again. */
const healthyMs = 10_000
const mostFailuresInARow = 8
/** Shorter than the patience of whoever stops the supervisor. */
const stopDeadlineMs = 3_000

export function supervise<Ready>(program: Program<Ready>): Supervised<Ready> {
  const stopping = new AbortController()
  const first = Promise.withResolvers<Ready>()
  // Whoever waits for it sees the rejection; nobody has to.
  first.promise.catch(() => undefined)
  const life = keepAlive(program, stopping.signal, (ready) => {
    program.onReady?.(ready)
    first.resolve(ready)
  }).then((why) => first.reject(new Error(why)))
  return {
    ready: first.promise,
    stop: async () => {
      stopping.abort()
      await life
    },
  }
}

/** @returns why it was ended for good. */
async function keepAlive<Ready>(
  program: Program<Ready>,
  signal: AbortSignal,
  onReady: (ready: Ready) => void,
): Promise<string> {
  const stopped = (): boolean => signal.aborted
  for (let failures = 0; failures < mostFailuresInARow;) {
    const began = performance.now()
    const why = await runOnce(program, signal, onReady)
    if (stopped()) return `${program.name} was stopped`
    failures = performance.now() - began > healthyMs ? 1 : failures + 1
    program.log.warn({ program: program.name, why, failures }, 'a program of the demo ended')
    await sleep(pauseAfter(failures), undefined, { signal }).catch(() => undefined)
    if (stopped()) return `${program.name} was stopped`
  }
  program.log.error({ program: program.name }, 'given up: it does not stay up')
  return `${program.name} does not stay up`
}

const pauseAfter = (failures: number): number => Math.min(longestPauseMs, firstPauseMs * 2 ** (failures - 1))

/** One life of the process. @returns how it ended. */
async function runOnce<Ready>(
  program: Program<Ready>,
  signal: AbortSignal,
  onReady: (ready: Ready) => void,
): Promise<string> {
  const child = spawn(process.execPath, [program.file, ...program.args, '--exit-with-parent'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  // Nothing is ever written: the pipe only says that we live. Its error is the end of the child, which is seen below.
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stdout }).once('line', (line) => {
    const ready = readReady(program, line)
    if (ready === undefined) child.kill('SIGTERM')
    else onReady(ready)
  })
  return endOf(child, signal)
}

function readReady<Ready>(program: Program<Ready>, line: string): Ready | undefined {
  try {
    return program.shape.parse(JSON.parse(line))
  } catch (error) {
    program.log.error({ program: program.name, line: line.slice(0, 500), error }, 'printed no ready line')
    return undefined
  }
}

async function endOf(child: ChildProcess, signal: AbortSignal): Promise<string> {
  let deadline: NodeJS.Timeout | undefined
  const end = (): void => {
    child.kill('SIGTERM')
    deadline = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs)
  }
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  try {
    const [code, by] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return by ? `ended by ${by}` : `ended with code ${String(code)}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    clearTimeout(deadline)
    signal.removeEventListener('abort', end)
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { z } from 'zod'

/**
 * The one file of the engine that starts processes. Each is `node FILE … --exit-with-parent`: it holds our pipe as its
 * stdin and ends when that closes, so that a console that was killed leaves nothing running behind.
 */
export interface Program<Ready> {
  readonly ready: Ready
  /** Resolves when the process is gone, whoever ended it; says why. */
  readonly ended: Promise<string>
  stop(): Promise<void>
}

interface Start<Ready> {
  readonly file: string
  readonly args: readonly string[]
  readonly shape: z.ZodType<Ready>
  readonly log: Logger
}

/**
 * Milliseconds a program may take to print its ready line; the demo waits for five sensors. One that cannot start ends,
 * which is told at once: this is for one that hangs, not for a machine that is busy.
 */
const readyWithin = 120_000
/** Milliseconds between asking (SIGTERM) and forcing (SIGKILL). */
const stopWithin = 5_000
/** Longest ready line we read. */
const longestLine = 16_384

const feedReady = z.object({ ready: z.object({ url: z.url() }) })
const endpoint = z.object({ url: z.string(), token: z.string() })
const demoReady = z.object({ ready: z.object({ feed: endpoint, sensors: z.array(endpoint) }) })
export type FeedReady = z.infer<typeof feedReady>['ready']
export type DemoReady = z.infer<typeof demoReady>['ready']

/** @throws Error when the program ends, stays silent or prints nonsense before it is ready. */
export async function startDemo(options: {
  readonly file: string
  readonly directory: string
  readonly log: Logger
}): Promise<Program<DemoReady>> {
  const args = ['--directory', options.directory, '--exit-with-parent']
  const program = await start({ ...options, args, shape: demoReady })
  return { ...program, ready: program.ready.ready }
}

export interface FeedProgram {
  stop(): Promise<void>
}

/** Keeps the feed running: starts it again, each time later, when it dies. */
export function startFeed(options: {
  readonly file: string
  readonly configFile: string
  readonly log: Logger
  readonly onReady: (ready: FeedReady) => void
  readonly onDown: (why: string) => void
}): FeedProgram {
  const stopping = new AbortController()
  const args = ['--config', options.configFile, '--exit-with-parent']
  const running = keepRunning(stopping.signal, options.onDown, async () => {
    const program = await start({ ...options, args, shape: feedReady })
    options.onReady(program.ready.ready)
    return program
  })
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

const firstPause = 250
const longestPause = 10_000
/** A program that lived this long had started well: its next pause is the shortest again. */
const healthyAfter = 30_000

async function keepRunning(
  signal: AbortSignal,
  onDown: (why: string) => void,
  launch: () => Promise<Program<unknown>>,
): Promise<void> {
  const over = (): boolean => signal.aborted
  let pause = firstPause
  while (!over()) {
    const began = performance.now()
    const why = await runOnce(signal, launch)
    if (over()) return
    onDown(why)
    if (performance.now() - began > healthyAfter) pause = firstPause
    await sleep(pause, undefined, { signal }).catch(() => undefined)
    pause = Math.min(longestPause, pause * 2)
  }
}

async function runOnce(signal: AbortSignal, launch: () => Promise<Program<unknown>>): Promise<string> {
  try {
    const program = await launch()
    const stop = (): void => void program.stop()
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const why = await program.ended
    signal.removeEventListener('abort', stop)
    return why
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

async function start<Ready>(options: Start<Ready>): Promise<Program<Ready>> {
  const child = spawn(process.execPath, [options.file, ...options.args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // Writing is never needed; the pipe only says that we live. Its error is the child's end, told by `ended`.
  child.stdin.on('error', () => undefined)
  const lastWords = forwardLog(child.stderr, options.log)
  const ended = endOf(child, lastWords)
  const stop = (): Promise<void> => stopChild(child, ended)
  try {
    return { ready: await readyLine(child.stdout, ended, options.shape), ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function endOf(child: ChildProcess, lastWords: () => string): Promise<string> {
  try {
    // 'close', not 'exit': by then all of its last words have arrived.
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    const how = signal ? `ended by ${signal}` : `ended with code ${String(code)}`
    const words = lastWords()
    return words ? `${how}: ${words}` : how
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Our child writes JSON log lines on stderr; they go into our log, and its last complaint explains its end. */
function forwardLog(stderr: Readable, log: Logger): () => string {
  let last = ''
  createInterface({ input: stderr }).on('line', (line) => {
    last = complaintIn(line)?.slice(0, 500) ?? last
    log.debug({ line: line.slice(0, 4000) }, 'program')
  })
  return () => last
}

const logLine = z.object({
  level: z.number(),
  msg: z.string(),
  reason: z.string().optional(),
  err: z.object({ message: z.string() }).optional(),
})
/** From this level of pino on a line says that something is wrong. */
const warning = 40

/** @returns the words of a log line for people, or the line itself when it is none; undefined when all is well. */
function complaintIn(line: string): string | undefined {
  const parsed = logLine.safeParse(jsonOf(line))
  if (!parsed.success) return line
  const { level, msg, reason, err } = parsed.data
  if (level < warning) return undefined
  return [msg, reason ?? err?.message].filter((words) => words !== undefined).join(': ')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readyLine<Ready>(stdout: Readable, ended: Promise<string>, shape: z.ZodType<Ready>): Promise<Ready> {
  const timer = new AbortController()
  const line = await Promise.race([
    firstLine(stdout),
    ended.then((why) => Promise.reject(new Error(why))),
    sleep(readyWithin, undefined, { signal: timer.signal, ref: false }).then(
      () => Promise.reject(new Error(`not ready after ${readyWithin / 1000} s`)),
      () => '',
    ),
  ]).finally(() => timer.abort())
  return parseReady(line, shape)
}

const nonsense = 'printed something other than its ready line'

function parseReady<Ready>(line: string, shape: z.ZodType<Ready>): Ready {
  try {
    return shape.parse(JSON.parse(line))
  } catch {
    throw new Error(`${nonsense}: ${line.slice(0, 200)}`)
  }
}

/** The first line; reading goes on afterwards, so that a talkative child never blocks on a full pipe. */
function firstLine(stdout: Readable): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (text.includes('\n')) return
      text += chunk
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
      else if (text.length > longestLine) reject(new Error(nonsense))
    })
  })
}

async function stopChild(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) return
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopWithin)
  await ended
  clearTimeout(timer)
}

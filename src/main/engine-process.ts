import { utilityProcess, type ForkOptions, type MessagePortMain, type UtilityProcess } from 'electron'
import type { Logger } from 'pino'
import type {
  EngineMessage,
  EngineStart,
  KeystoreAnswer,
  KeystoreQuestion,
  ShellMessage,
} from '../contract/console/desktop.ts'

/** The engine in a process of its own, started again when it dies; the window never waits for SQLite. */
export interface EngineProcess {
  /** Hands over a page's port; kept until the engine is there when it is just being started again. */
  connect(port: MessagePortMain): void
  /** Resolves when the engine has closed its files, or has been given up. */
  stop(): Promise<void>
}

interface Options {
  readonly file: string
  readonly start: EngineStart
  readonly log: Logger
  /** The analyst wants the console to end, and said so in the page. */
  readonly onQuit: () => void
  readonly keystore: (question: KeystoreQuestion) => Promise<KeystoreAnswer>
  /** Told once, with the engine's last words, when it keeps ending right after its start. */
  readonly onUnable: (lastWords: string) => void
}

/** Milliseconds. The engine gives its own parts eight seconds to close. */
const stopWithin = 10_000
const firstPause = 250
const longestPause = 10_000
const healthyAfter = 30_000
const startsBeforeTelling = 3
/** A small heap, as the browser's host has (scripts/tasks/start.mjs). Electron hands these to V8. */
const smallHeap = '--js-flags=--max-semi-space-size=8 --heap-growing-percent=100'
const options: ForkOptions = { serviceName: 'engine', stdio: 'pipe', execArgv: [smallHeap] }

export function keepEngine({ file, start, log, onQuit, keystore, onUnable }: Options): EngineProcess {
  const waiting: MessagePortMain[] = []
  let child: UtilityProcess | undefined
  let restart: NodeJS.Timeout | undefined
  let pause = firstPause
  let failures = 0
  let stopped = (): void => undefined
  let stopping = false

  const launch = (): void => {
    const began = performance.now()
    const engine = utilityProcess.fork(file, [JSON.stringify(start)], options)
    const lastWords = forwardOutput(engine)
    child = engine
    for (const port of waiting.splice(0)) send(engine, { kind: 'port' }, [port])
    engine.on('message', (message: EngineMessage) => {
      if (message.kind === 'quit') onQuit()
      else void keystore(message).then((answer) => child === engine && send(engine, answer))
    })
    engine.once('exit', (code) => {
      child = undefined
      if (stopping) return stopped()
      const healthy = performance.now() - began > healthyAfter
      failures = healthy ? 1 : failures + 1
      pause = healthy ? firstPause : Math.min(longestPause, pause * 2)
      log.error({ code, failures, again: pause }, 'the engine ended')
      if (failures === startsBeforeTelling) onUnable(lastWords())
      restart = setTimeout(launch, pause)
    })
  }
  launch()

  return {
    connect(port) {
      if (child) send(child, { kind: 'port' }, [port])
      else waiting.push(port)
    },
    stop() {
      stopping = true
      clearTimeout(restart)
      const engine = child
      if (!engine) return Promise.resolve()
      const ended = new Promise<void>((resolve) => (stopped = resolve))
      const giveUp = setTimeout(() => engine.kill(), stopWithin)
      send(engine, { kind: 'close' })
      return ended.finally(() => clearTimeout(giveUp))
    },
  }
}

function send(engine: UtilityProcess, message: ShellMessage, ports: MessagePortMain[] = []): void {
  engine.postMessage(message, ports)
}

/** The engine's log goes on to our own stderr; its last line explains a failed start. */
function forwardOutput({ stdout, stderr }: UtilityProcess): () => string {
  let last = ''
  stdout?.resume()
  stderr?.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk)
    last = chunk.toString('utf8').trim().split('\n').at(-1)?.slice(0, 500) ?? last
  })
  return () => last
}

import pino from 'pino'
import type { EngineStart, ShellMessage } from '../contract/console/desktop.ts'
import type { Port } from '../contract/rpc/port.ts'
import { createEngine, type Engine } from './engine.ts'

/** The engine as Electron's utility process; the shell (src/main/engine-process.ts) starts it and hands it ports. */
interface MessagePortMain {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
  once(event: 'close', listener: () => void): void
  postMessage(message: unknown): void
  start(): void
  close(): void
}

interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: ShellMessage; readonly ports: readonly MessagePortMain[] }) => void,
  ): void
}

const log = pino({ name: 'engine', level: process.env['LOG_LEVEL'] ?? 'info' }, pino.destination(2))
// Ours came from the shell, which ships together with this file.
const start = JSON.parse(process.argv[2] ?? '') as EngineStart
const { parentPort } = process as unknown as { readonly parentPort: ParentPort }

const starting = createEngine({ ...start, host: 'electron', log })
starting.catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () => process.exit(1))
})

parentPort.on('message', ({ data, ports }) => {
  const obey = async (engine: Engine): Promise<void> => {
    if (data.kind === 'port') return ports.forEach((port) => engine.attach(electronPort(port)))
    await engine.close()
    process.exit(0)
  }
  // A failed start has been told above, and ends the process.
  void starting.then(obey, () => undefined)
})

function electronPort(port: MessagePortMain): Port {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => port.once('close', listener),
    close: () => port.close(),
  }
}

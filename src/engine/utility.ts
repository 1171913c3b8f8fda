import { pino } from 'pino'
import type { EngineMessage, EngineStart, ShellMessage } from '../contract/console/desktop.ts'
import type { Port } from '../contract/rpc/port.ts'
import { endProcess, startEngine } from './engine.ts'
import { askKeystore } from './key-vault.ts'

/** As much of Electron's MessagePortMain as an engine needs. */
interface PortMain {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}
interface ParentPort {
  on(
    event: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly PortMain[] }) => void,
  ): unknown
  postMessage(message: unknown): void
}

/** Entry of Electron's utility process: options as JSON in the first argument, then one message for each window's port. */
const parentPort = Reflect.get(process, 'parentPort') as ParentPort | undefined
if (!parentPort) throw new Error('this file is started by the desktop shell, as a utility process')

const log = pino(pino.destination({ fd: 2, sync: true }))
const start = JSON.parse(process.argv[2] ?? '') as EngineStart
const keystore = askKeystore((question) => parentPort.postMessage(question satisfies EngineMessage))
const engine = startEngine({ ...start, host: 'electron', log, vault: keystore.vault })
// Pages are told, by the engine itself.
engine.opened.catch(() => undefined)
void engine.ended.then(() => parentPort.postMessage({ kind: 'quit' } satisfies EngineMessage))

parentPort.on('message', ({ data, ports }) => {
  const message = data as ShellMessage
  for (const port of ports) engine.attach(portOf(port))
  if (message.kind === 'keystore') keystore.take(message)
  if (message.kind === 'close') void engine.close().then(() => endProcess(engine))
})

/** Never with a transfer list: MessagePortMain drops such a message without an error, and typed arrays clone well. */
function portOf(port: PortMain): Port {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}

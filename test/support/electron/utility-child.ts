import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { MessageChannelMain, type MessagePortMain } from './ports.ts'
import { createRelay } from './relay.ts'
import type { FromUtility, ToUtility } from './utility.ts'

/** Makes this process look like one of Electron's: `process.parentPort`, whose events carry data and ports. */
class ParentPort extends EventEmitter {
  private readonly relay = createRelay((message) => process.send?.(message))

  receive(message: ToUtility): void {
    if (message.kind !== 'message') return this.relay.receive(message)
    this.emit('message', { data: message.data, ports: message.ports.map((number) => this.open(number)) })
  }

  postMessage(data: unknown): void {
    process.send?.({ kind: 'engine', data } satisfies FromUtility)
  }

  private open(number: number): MessagePortMain {
    const { port1, port2 } = new MessageChannelMain()
    this.relay.attach(number, port1)
    return port2
  }
}

const [, , entry = '', ...args] = process.argv
const parentPort = new ParentPort()
Object.defineProperty(process, 'parentPort', { value: parentPort })
process.argv = [process.execPath, entry, ...args]

const early: ToUtility[] = []
const keep = (message: unknown): void => void early.push(message as ToUtility)
process.on('message', keep)
// As Electron does: a utility process does not outlive the shell.
process.once('disconnect', () => process.exit(0))

await import(pathToFileURL(entry).href)

process.removeListener('message', keep)
process.on('message', (message) => parentPort.receive(message as ToUtility))
for (const message of early) parentPort.receive(message)

import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import { tell } from './link.ts'
import type { MessagePortMain } from './ports.ts'
import { createRelay, nextPortNumber, type Relayed } from './relay.ts'

/** What the parent says to `utility-child.ts`. */
export type ToUtility =
  Relayed | { readonly kind: 'message'; readonly data: unknown; readonly ports: readonly number[] }

/** What the child's engine says to whoever started it. */
export interface FromUtility {
  readonly kind: 'engine'
  readonly data: unknown
}

const childFile = fileURLToPath(new URL('utility-child.ts', import.meta.url))

/** Electron's utility process as a Node process: a crash of it is a real one. */
class UtilityProcess extends EventEmitter {
  private readonly child: ChildProcess
  private readonly relay = createRelay((message) => this.send(message))

  constructor(file: string, args: readonly string[], execArgv: readonly string[]) {
    super()
    // Without our own --import: the engine must not know the stand-in.
    const options = { serialization: 'advanced', silent: true, execArgv: execArgv.flatMap(flagsOf) } as const
    this.child = fork(childFile, [file, ...args], options)
    this.child.on('message', (message) => this.hear(message as Relayed | FromUtility))
    this.child.once('spawn', () => {
      tell({ kind: 'utility', pid: this.child.pid ?? 0 })
      this.emit('spawn')
    })
    this.child.once('exit', (code) => {
      this.relay.closeAll()
      this.emit('exit', code ?? 1)
    })
  }

  get stdout(): ChildProcess['stdout'] {
    return this.child.stdout
  }

  get stderr(): ChildProcess['stderr'] {
    return this.child.stderr
  }

  postMessage(data: unknown, ports: readonly MessagePortMain[] = []): void {
    const numbered = ports.map((port) => ({ port, number: nextPortNumber() }))
    this.send({ kind: 'message', data, ports: numbered.map(({ number }) => number) })
    for (const { port, number } of numbered) this.relay.attach(number, port)
  }

  kill(): boolean {
    return this.child.kill()
  }

  private hear(message: Relayed | FromUtility): void {
    if (message.kind === 'engine') this.emit('message', message.data)
    else this.relay.receive(message)
  }

  private send(message: ToUtility): void {
    if (this.child.connected) this.child.send(message)
  }
}

/** Electron gives V8 what `--js-flags=` says; Node takes the same flags by themselves, and ends on one that V8 does not know. */
const flagsOf = (argument: string): readonly string[] =>
  argument.startsWith('--js-flags=') ? argument.slice('--js-flags='.length).split(' ') : []

export const utilityProcess = {
  fork: (
    file: string,
    args: readonly string[] = [],
    { execArgv = [] }: { readonly execArgv?: readonly string[] } = {},
  ): UtilityProcess => new UtilityProcess(file, args, execArgv),
}

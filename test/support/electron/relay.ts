import type { MessagePortMain } from './ports.ts'

/** Ports cannot be handed to another process here, so what is said over one travels as messages with its number. */
export type Relayed =
  | { readonly kind: 'said'; readonly port: number; readonly data: unknown }
  | { readonly kind: 'closed'; readonly port: number }

export interface Relay {
  /** Takes a port over; its peer on the other side goes by the same number. */
  attach(number: number, port: MessagePortMain): void
  receive(message: Relayed): void
  /** The other side is gone. */
  closeAll(): void
}

let lastNumber = 0
export const nextPortNumber = (): number => ++lastNumber

export function createRelay(send: (message: Relayed) => void): Relay {
  const ports = new Map<number, MessagePortMain>()
  return {
    attach(number, port) {
      ports.set(number, port)
      port.on('message', ({ data }: { data: unknown }) => send({ kind: 'said', port: number, data }))
      port.once('close', () => {
        if (ports.delete(number)) send({ kind: 'closed', port: number })
      })
      port.start()
    },
    receive(message) {
      const port = ports.get(message.port)
      if (message.kind === 'said') return port?.postMessage(message.data)
      ports.delete(message.port)
      port?.close()
    },
    closeAll() {
      const open = [...ports.values()]
      ports.clear()
      for (const port of open) port.close()
    },
  }
}

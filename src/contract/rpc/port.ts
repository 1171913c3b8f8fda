/**
 * All that a transport must do for RPC. A MessagePort, Electron's MessagePortMain, a WebSocket and an
 * in-memory pair each fit in about ten lines. Messages arrive in order or not at all.
 */
export interface Port {
  send(message: unknown): void
  /** One listener; the port hands messages over only once it is set. */
  onMessage(listener: (message: unknown) => void): void
  /** Called once, when the other side is gone or `close` was called here. */
  onClose(listener: () => void): void
  close(): void
}

/** Two ports joined in this process, delivering asynchronously: the host that tests use. */
export function portPair(): [Port, Port] {
  const a = new MemoryPort()
  const b = new MemoryPort()
  a.peer = b
  b.peer = a
  return [a, b]
}

class MemoryPort implements Port {
  peer: MemoryPort | undefined
  private closed = false
  private messageListener: ((message: unknown) => void) | undefined
  private closeListener: (() => void) | undefined
  private readonly early: unknown[] = []

  send(message: unknown): void {
    const peer = this.peer
    if (this.closed || !peer) return
    void Promise.resolve().then(() => peer.receive(message))
  }

  onMessage(listener: (message: unknown) => void): void {
    this.messageListener = listener
    for (const message of this.early.splice(0)) listener(message)
  }

  onClose(listener: () => void): void {
    this.closeListener = listener
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.closeListener?.()
    this.peer?.close()
  }

  private receive(message: unknown): void {
    if (this.closed) return
    if (this.messageListener) this.messageListener(message)
    else this.early.push(message)
  }
}

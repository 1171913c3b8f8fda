import type { WebSocket } from 'ws'
import type { LedgerRecord } from '../../contract/ledger/record.ts'

export interface RecordSource {
  page(after: number, limit: number): readonly LedgerRecord[]
}

/** Records are read only while less than this waits in the socket: a slow console costs this much memory and no more. */
const mostWaiting = 512 * 1024
const pageLength = 100
/** A console that is silent for two of these is gone, milliseconds. */
const heartbeat = 20_000

/**
 * Sends every record behind `after`, then each new one when `wake` is called. The ledger itself is the queue, so nothing
 * is lost, whatever the reader's pace.
 */
export function streamRecords(socket: WebSocket, source: RecordSource, after: number): { wake(): void } {
  let cursor = after
  let waiting = false

  const pump = (): void => {
    while (!waiting && socket.readyState === socket.OPEN) {
      const page = pageBehind(cursor)
      const last = page.at(-1)
      if (!last) return
      for (const record of page.slice(0, -1)) socket.send(JSON.stringify(record))
      cursor = last.seq
      waiting = socket.bufferedAmount > mostWaiting
      socket.send(JSON.stringify(last), waiting ? resume : undefined)
    }
  }

  /** A disk that fails here must not make the append fail that woke us: its records are stored. */
  const pageBehind = (after: number): readonly LedgerRecord[] => {
    try {
      return source.page(after, pageLength)
    } catch {
      socket.close(1011, 'the ledger cannot be read')
      return []
    }
  }

  const resume = (): void => {
    waiting = false
    pump()
  }

  const stop = keepAlive(socket)
  socket.on('close', stop)
  socket.on('error', stop)
  // The stream goes one way only; what a console sends here is a mistake.
  socket.on('message', () => socket.close(1008, 'the stream takes no messages'))
  pump()
  return { wake: pump }
}

function keepAlive(socket: WebSocket): () => void {
  let heard = true
  socket.on('pong', () => (heard = true))
  const timer = setInterval(() => {
    if (!heard) socket.terminate()
    heard = false
    socket.ping()
  }, heartbeat)
  return () => clearInterval(timer)
}

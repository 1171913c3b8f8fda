import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { ledgerSubprotocol } from '../../contract/ledger/api.ts'
import { Refusal } from '../refusal.ts'
import type { LedgerGuard } from './guard.ts'
import { afterOf } from './ledger-routes.ts'
import { errorBody, statusOf } from './reply.ts'
import { streamRecords, type RecordSource } from './stream.ts'

const mostStreams = 64
/** How long a console may take to say goodbye, milliseconds. */
const farewell = 1000

export interface LedgerStreams {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** To be called when records were appended. */
  wake(): void
  stop(): void
}

export function createLedgerStreams(source: RecordSource, guard: LedgerGuard): LedgerStreams {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    perMessageDeflate: false,
    handleProtocols: (offered) => offered.has(ledgerSubprotocol) && ledgerSubprotocol,
  })
  const streams = new Set<ReturnType<typeof streamRecords>>()

  return {
    upgrade(request, socket, head) {
      try {
        const after = admitStream(request, guard, streams.size)
        server.handleUpgrade(request, socket, head, (client) => {
          const stream = streamRecords(client, source, after)
          streams.add(stream)
          client.on('close', () => streams.delete(stream))
        })
      } catch (error) {
        refuse(socket, error)
      }
    },
    wake() {
      for (const stream of streams) stream.wake()
    },
    stop() {
      for (const client of server.clients) {
        client.close(1001, 'the feed stops')
        setTimeout(() => client.terminate(), farewell).unref()
      }
      server.close()
    },
  }
}

function admitStream(request: IncomingMessage, guard: LedgerGuard, open: number): number {
  guard(request)
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://feed')
  if (pathname !== '/ledger/stream') throw new Refusal('not-found', 'there is no such stream')
  const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim()) ?? []
  if (!offered.includes(ledgerSubprotocol)) throw new Refusal('bad-request', `speak ${ledgerSubprotocol}`)
  if (open >= mostStreams) throw new Refusal('forbidden', `${mostStreams} streams are open already`)
  return afterOf(searchParams)
}

function refuse(socket: Duplex, error: unknown): void {
  const { code, message } = error instanceof Refusal ? error : new Refusal('internal', 'the feed failed')
  const body = JSON.stringify(errorBody(code, message))
  const status = statusOf[code]
  socket.on('error', () => socket.destroy())
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nContent-Type: application/json\r\nConnection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { rpcPath, rpcProtocol } from '../contract/console/page.ts'
import type { Port } from '../contract/rpc/port.ts'
import { isFromPage, type Guard } from './guard.ts'
import { socketPort } from './port.ts'
import type { Sessions } from './session.ts'

/** Bytes of one call; the longest is a whitelist pasted into the page. Answers are not limited by this. */
const longestCall = 4 * 1024 * 1024
/** Tabs at once. */
const mostSockets = 32

interface Parts {
  readonly guard: Guard
  readonly sessions: Sessions
  readonly attach: (port: Port) => void
}

/** Accepts the page's WebSockets on the page's own server. @returns how to close them all. */
export function acceptSockets(server: Server, parts: Parts): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: longestCall,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(rpcProtocol) ? rpcProtocol : false),
  })
  server.on('upgrade', (request, stream, head) => {
    const status = refusal(parts, request, sockets.clients.size)
    if (status !== undefined) return refuse(stream, status)
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // Its own close follows each error; without a listener the error would end the host.
      socket.on('error', () => undefined)
      parts.attach(socketPort(socket))
    })
  })
  return () => {
    for (const socket of sockets.clients) {
      socket.close(1001, 'the console is closing')
      setTimeout(() => socket.terminate(), 1_000).unref()
    }
    sockets.close()
  }
}

function refusal(parts: Parts, request: IncomingMessage, open: number): number | undefined {
  if (request.url !== rpcPath) return 404
  if (parts.guard.refusal(request) !== undefined || !isFromPage(request)) return 403
  if (!parts.sessions.holds(request)) return 401
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  if (!offered.includes(rpcProtocol)) return 400
  return open >= mostSockets ? 503 : undefined
}

function refuse(stream: Duplex, status: number): void {
  stream.on('error', () => undefined)
  stream.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

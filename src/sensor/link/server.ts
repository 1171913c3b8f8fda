import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { encodeFrame } from '../../contract/wire/codec.ts'
import { sensorSubprotocol, wireLimits } from '../../contract/wire/limits.ts'
import { listening } from '../listening.ts'
import { farewellMs, Session, type LinkContext } from './session.ts'

export interface LinkServer {
  readonly address: AddressInfo
  /** Consoles that have proved the token. */
  connected(): number
  stop(): Promise<void>
}

/** With those not yet authenticated. */
const mostSessions = 32
const closeGoingAway = 1001
/** Of the range for applications (RFC 6455 §7.4.2). */
const closeBusy = 4503

/**
 * The WebSocket server of the sensor link. Browsers send an Origin with every WebSocket and cannot leave it out, so a
 * request with one is refused: no web page may reach a sensor, whatever it knows.
 */
export async function serveLink(bind: { address: string; port: number }, context: LinkContext): Promise<LinkServer> {
  const sessions = new Set<Session>()
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: wireLimits.frame,
    handleProtocols: () => sensorSubprotocol,
  })
  const server = createServer((_request, response) => response.writeHead(426, { upgrade: 'websocket' }).end())
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const objection = objectionTo(request)
    if (objection !== undefined) return reject(socket, objection, context)
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (sessions.size >= mostSessions) return turnAway(webSocket, context)
      const session = new Session(webSocket, context, (named) => replaceOlder(sessions, named))
      sessions.add(session)
      webSocket.on('close', () => sessions.delete(session))
    })
  })
  server.listen(bind.port, bind.address)
  const address = await listening(server)
  return {
    address,
    connected: () => [...sessions].filter((session) => session.console !== undefined).length,
    stop: () => stop(server, sockets, sessions),
  }
}

function objectionTo(request: IncomingMessage): string | undefined {
  if (request.headers.origin !== undefined) return '403 Forbidden'
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  return offered.includes(sensorSubprotocol) ? undefined : '400 Bad Request'
}

function reject(socket: Duplex, status: string, context: LinkContext): void {
  context.onRefused()
  context.log.warn({ status }, 'link refused before it opened')
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function turnAway(webSocket: WebSocket, context: LinkContext): void {
  context.onRefused()
  // Its frames are still parsed until it has closed; without a listener a broken one would end the sensor.
  webSocket.on('error', () => webSocket.terminate())
  webSocket.send(encodeFrame({ type: 'refused', code: 'busy', message: 'too many consoles are connected' }))
  webSocket.close(closeBusy, 'busy')
  setTimeout(() => webSocket.terminate(), farewellMs).unref()
}

/** A console that reconnects has lost its old connection, even if that has not noticed yet. */
function replaceOlder(sessions: ReadonlySet<Session>, named: Session): void {
  for (const other of sessions) if (other !== named && other.console === named.console) other.replace()
}

async function stop(server: Server, sockets: WebSocketServer, sessions: ReadonlySet<Session>): Promise<void> {
  for (const session of sessions) session.close(closeGoingAway, 'the sensor stops')
  const terminate = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), 500)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
  clearTimeout(terminate)
  sockets.close()
}

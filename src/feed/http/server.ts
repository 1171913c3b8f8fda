import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { Refusal } from '../refusal.ts'
import { limitCrowds } from './crowds.ts'
import type { LedgerGuard } from './guard.ts'
import { callLedger, type LedgerService } from './ledger-routes.ts'
import { sendError, sendJson } from './reply.ts'
import { splitPath, withoutOrigin, type Route } from './request-path.ts'
import { createWebServer, type TlsFiles, type WebServer } from './tls.ts'
import { dropStuckReaders } from './stuck-readers.ts'
import { createLedgerStreams, type LedgerStreams } from './upgrade.ts'

export interface HttpOptions {
  /** What subscribers may ask for, by the first segment of the path. */
  readonly routes: ReadonlyMap<string, Route>
  readonly ledger: LedgerService
  readonly guard: LedgerGuard
  readonly log: Logger
  readonly tls: TlsFiles | undefined
  readonly patience?: Patience | undefined
}

/** How long a connection is waited for, milliseconds. */
export interface Patience {
  /** Until an answer has been taken as a whole: 200,000 addresses over a poor line. Node would wait for ever. */
  readonly answer: number
  /** Until TLS has begun. Node would wait for two minutes. */
  readonly handshake: number
}
const usualPatience: Patience = { answer: 300_000, handshake: 10_000 }

/**
 * Limits against those who only want to keep us busy. A full pull is 24 small requests, an intent some kilobytes: nobody
 * honest comes near any of these.
 */
const limits = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
}
const mostConnections = 12_000
const mostFromOnePlace = 2_000
const backlog = 4096

export interface FeedServer {
  readonly streams: LedgerStreams
  /** @returns the URL. */
  listen(address: string, port: number): Promise<string>
  /** Reads the certificate anew. */
  renewCertificate(): void
  /** Ends when all is answered, or after two seconds. */
  stop(): Promise<void>
}

export function createFeedServer(options: HttpOptions): FeedServer {
  const streams = createLedgerStreams(options.ledger, options.guard)
  const { patience = usualPatience } = options
  const settings = { ...limits, shouldUpgradeCallback: asksForWebSocket, handshakeTimeout: patience.handshake }
  const web = createWebServer(settings, options.tls, options.log, (request, response) => {
    serve(options, request, response)
  })
  const { server } = web
  server.maxConnections = mostConnections
  limitCrowds(server, mostFromOnePlace)
  const lookNoMore = dropStuckReaders(web, patience.answer)
  server.on('upgrade', (request, socket, head) => streams.upgrade(request, socket, head))
  return {
    streams,
    listen: (address, port) => listen(web, address, port),
    renewCertificate: () => web.renew(),
    async stop() {
      lookNoMore()
      web.stop()
      streams.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const deadline = setTimeout(() => server.closeAllConnections(), 2000)
      await closed
      clearTimeout(deadline)
    },
  }
}

/** Other upgrades are offers that may be ignored (RFC 9110 §7.8): curl and Java offer HTTP/2 so, and just want the list. */
const asksForWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket'

/** Most pulls are answered at once, and cost no promise. */
function serve(options: HttpOptions, request: IncomingMessage, response: ServerResponse): void {
  const failed = (error: unknown): void => answerFault(options.log, error, request, response)
  try {
    route(options, request, response)?.catch(failed)
  } catch (error) {
    failed(error)
  }
}

function route(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> | void {
  const [area, path] = splitPath(request.url ?? '')
  const published = options.routes.get(area)
  if (published) return published(request, response, path)
  if (area !== 'ledger') throw new Refusal('not-found', 'there is no such page')
  return serveLedger(options, request, response)
}

async function serveLedger(options: HttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  options.guard(request)
  sendJson(
    response,
    200,
    await callLedger(options.ledger, request, new URL(withoutOrigin(request.url ?? '/'), 'http://feed')),
  )
}

function answerFault(log: Logger, error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (request.destroyed && !request.complete) return
  if (error instanceof Refusal) {
    if (error.code === 'storage') log.error({ reason: error.message }, 'storage failed')
    sendError(response, error.code, error.message, error.status)
    return
  }
  log.error({ err: error, method: request.method }, 'request failed')
  sendError(response, 'internal', 'the feed failed; its log says more')
}

function listen({ server, scheme }: WebServer, address: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address, port, backlog }, () => {
      server.off('error', reject)
      resolve(urlOf(scheme, server.address()))
    })
  })
}

function urlOf(scheme: WebServer['scheme'], bound: AddressInfo | string | null): string {
  if (bound === null || typeof bound === 'string') throw new Error('the feed listens on no address')
  const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
  return `${scheme}://${host}:${bound.port}`
}

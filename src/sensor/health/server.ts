import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isLoopback } from '../config/schema.ts'
import { listening } from '../listening.ts'
import { metricsText, type HealthReport } from './report.ts'
import ipaddr from 'ipaddr.js'

export interface HealthServer {
  readonly address: AddressInfo
  stop(): Promise<void>
}

/** GET /healthz (200, or 503 while the spool cannot be written) and GET /metrics, on loopback only. */
export async function serveHealth(
  bind: { address: string; port: number },
  report: () => HealthReport,
): Promise<HealthServer> {
  const server = createServer({ maxHeaderSize: 8192, requestTimeout: 5000 }, (request, response) =>
    respond(request, response, report),
  )
  server.maxConnections = 32
  server.listen(bind.port, bind.address)
  const address = await listening(server)
  return {
    address,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function respond(request: IncomingMessage, response: ServerResponse, report: () => HealthReport): void {
  if (!isOwnHost(request.headers.host)) return end(response, 403, 'text/plain', 'unknown host\n')
  if (request.method !== 'GET') return end(response, 405, 'text/plain', 'only GET\n')
  if (request.url === '/metrics') return end(response, 200, 'text/plain; version=0.0.4', metricsText(report()))
  if (request.url !== '/healthz') return end(response, 404, 'text/plain', 'not found\n')
  const now = report()
  const status = now.spoolError === undefined ? 'ok' : 'spool'
  end(response, status === 'ok' ? 200 : 503, 'application/json', `${JSON.stringify({ status, ...now })}\n`)
}

/** A web page that had its own name resolve to 127.0.0.1 would still send that name. */
function isOwnHost(host: string | undefined): boolean {
  const name = (host ?? '').replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || (ipaddr.isValid(name) && isLoopback(name))
}

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  response.end(body)
}

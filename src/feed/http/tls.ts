import { createServer as createPlainServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { readFileSync, statSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { Logger } from 'pino'

/** Paths of PEM files: the certificate with its chain, and its private key. */
export interface TlsFiles {
  readonly cert: string
  readonly key: string
}

export interface WebServer {
  readonly server: Server
  readonly scheme: 'http' | 'https'
  /** Takes the certificate that the files hold now; keeps the one in use when they do not fit together. */
  renew(): void
  stop(): void
}

/** How often the files are looked at, milliseconds: whoever renews certificates need not know of us. */
const lookEvery = 10_000

/** @throws when there are TLS files that cannot be used. */
export function createWebServer(
  options: ServerOptions & { readonly handshakeTimeout: number },
  tls: TlsFiles | undefined,
  log: Logger,
  listener: RequestListener,
): WebServer {
  if (!tls) {
    const server = createPlainServer(options, listener)
    return { server, scheme: 'http', renew: () => undefined, stop: () => undefined }
  }
  const server = createTlsServer({ ...options, ...readPair(tls), minVersion: 'TLSv1.2' }, listener)
  let stamp = stampOf(tls)
  const renew = (): void => {
    stamp = stampOf(tls)
    try {
      const pair = readPair(tls)
      createSecureContext(pair)
      server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' })
      log.info('certificate renewed')
    } catch (error) {
      log.error({ reason: error instanceof Error ? error.message : String(error) }, 'the certificate in use stays')
    }
  }
  const looking = setInterval(() => {
    if (stampOf(tls) !== stamp) renew()
  }, lookEvery)
  return { server, scheme: 'https', renew, stop: () => clearInterval(looking) }
}

const readPair = ({ cert, key }: TlsFiles) => ({ cert: readFileSync(cert), key: readFileSync(key) })

/** Changes whenever one of the files does. */
function stampOf({ cert, key }: TlsFiles): string {
  return [cert, key]
    .map((path) => statSync(path, { throwIfNoEntry: false }))
    .map((found) => `${found?.mtimeMs ?? 0} ${found?.ino ?? 0} ${found?.size ?? 0}`)
    .join(' ')
}

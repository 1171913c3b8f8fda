import type { Logger } from 'pino'
import type { Port } from '../contract/rpc/port.ts'
import { listPage } from './files.ts'
import { createGuard } from './guard.ts'
import { listen } from './listen.ts'
import { servePage } from './pages.ts'
import { createSessions } from './session.ts'
import { acceptSockets } from './sockets.ts'
import { createViolations } from './violations.ts'

interface HostOptions {
  /** The built page. */
  readonly page: string
  readonly port: number | undefined
  readonly log: Logger
  /** Handed the port of each page that signed in. */
  readonly attach: (port: Port) => void
  readonly onSignedIn: () => void
}

export interface Host {
  readonly origin: string
  /** An address that opens the console once, for whoever sees it; the one given before stops working. */
  link(): string
  close(): Promise<void>
}

/** The page and the way to the engine, over HTTP and WebSocket on loopback. */
export async function openHost({ log, attach, onSignedIn, ...options }: HostOptions): Promise<Host> {
  const page = listPage(options.page)
  const { server, port } = await listen(options.port)
  const access = { guard: createGuard(port), sessions: createSessions(port) }
  server.on('request', servePage({ ...access, page, violations: createViolations(log), onSignedIn }))
  const closeSockets = acceptSockets(server, { ...access, attach })
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    link: () => `${origin}/#token=${access.sessions.issueToken()}`,
    close: () =>
      new Promise((resolve) => {
        closeSockets()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

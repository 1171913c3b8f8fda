import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Loopback alone: the console speaks plain HTTP and belongs to whoever sits at this machine. */
const address = '127.0.0.1'
/** Tried first, so that the analyst's bookmark keeps working. */
const usualPort = 8760

interface Listening {
  readonly server: Server
  readonly port: number
}

/** Listens on `port`, or on the usual one if it is free. @throws Error in words when the port asked for is taken. */
export async function listen(port: number | undefined): Promise<Listening> {
  try {
    return await tryPort(port ?? usualPort)
  } catch (error) {
    if (!isTaken(error)) throw error
    if (port === undefined) return tryPort(0)
    throw new Error(`port ${port} is in use; choose another with --port`, { cause: error })
  }
}

const isTaken = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

function tryPort(port: number): Promise<Listening> {
  const server = createServer({ maxHeaderSize: 16_384, requestTimeout: 30_000 })
  server.maxConnections = 128
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => {
      server.removeListener('error', reject)
      resolve({ server, port: (server.address() as AddressInfo).port })
    })
  })
}

import { once } from 'node:events'
import type { AddressInfo, Server } from 'node:net'

/** @returns the bound address. @throws the error of binding, e.g. EADDRINUSE. */
export async function listening(server: Server): Promise<AddressInfo> {
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not bound to an IP address')
  return address
}

/** `host:port` as it stands in a URL. */
export const hostPort = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

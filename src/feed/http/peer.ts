import type { IncomingMessage } from 'node:http'
import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'

/** @returns the address that a request comes from, as the system or a trusted proxy spells it. */
export type PeerOf = (request: IncomingMessage) => string | undefined

/** Longer chains are no proxies of ours. */
const longestChain = 1000

/**
 * Behind `proxies` that is what the nearest one that is not ours was called by them: the last of `X-Forwarded-For`. What
 * stands in front of it anybody can write.
 */
export function peersBehind(proxies: readonly Network[]): PeerOf {
  const isProxy = (address: string | undefined): boolean => {
    const network = address === undefined ? undefined : parseNetwork(address)
    return network !== undefined && proxies.some((proxy) => contains(proxy, network))
  }
  if (proxies.length === 0) return ({ socket }) => socket.remoteAddress
  return ({ socket, headers }) => {
    const { remoteAddress } = socket
    if (!isProxy(remoteAddress)) return remoteAddress
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').slice(-longestChain).split(',')
    return forwarded.map((address) => address.trim()).findLast((address) => !isProxy(address))
  }
}

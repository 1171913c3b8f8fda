import { contains, isHost, parseNetwork, type Network } from '../../../../contract/ledger/address.ts'
import type { Reader } from '../../connection.ts'
import { lengthOf } from '../run.ts'
import { setOf, type IdSet } from '../sets.ts'

const fromAddress = 'SELECT id, address FROM source WHERE'

/** Sources inside a network, narrowed by what the index over their addresses can do. */
export function sourcesInside(reader: Reader, network: Network): number[] {
  return candidates(reader, network).flatMap(({ id, address }) => {
    const host = parseNetwork(address)
    return host !== undefined && contains(network, host) ? id : []
  })
}

interface Addressed {
  readonly id: number
  readonly address: string
}

function candidates(reader: Reader, network: Network): readonly Addressed[] {
  if (isHost(network)) return reader.all<Addressed>(`${fromAddress} address = ?`, network.text)
  if (network.family === 6) return reader.all<Addressed>(`${fromAddress} instr(address, ':') > 0`)
  const octets = network.bytes.slice(0, Math.floor(network.bits / 8))
  if (octets.length === 0) return reader.all<Addressed>(`${fromAddress} instr(address, ':') = 0`)
  const prefix = `${octets.join('.')}.`
  // '/' is the character behind '.', so this is every text that starts with the prefix.
  return reader.all<Addressed>(`${fromAddress} address >= ? AND address < ?`, prefix, `${prefix.slice(0, -1)}/`)
}

/** Those of these addresses that sent something. */
export const idsNamed = (reader: Reader, addresses: readonly string[]): readonly Addressed[] =>
  reader.all<Addressed>(`${fromAddress} address IN (SELECT value FROM json_each(?))`, JSON.stringify(addresses))

export const sourcesNamed = (reader: Reader, addresses: readonly string[]): number[] =>
  idsNamed(reader, addresses).map(({ id }) => id)

export const sourceSet = (reader: Reader, ids: Iterable<number>): IdSet => setOf(ids, lengthOf(reader, 'source'))

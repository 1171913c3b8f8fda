import { contains, isHost, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { Reader } from './connection.ts'

export interface NetworkTotals {
  readonly sources: number
  /** Received from them. */
  readonly messages: number
  readonly dialogs: number
}

interface Row {
  readonly address: string
  readonly messages: number
  readonly dialogs: number
}

const columns = 'SELECT address, messages, dialogs FROM source WHERE'

/** What the store holds from inside a network. */
export function totalsInside(reader: Reader, network: Network): NetworkTotals {
  const rows = rowsInside(reader, network)
  return {
    sources: rows.length,
    messages: rows.reduce((sum, row) => sum + row.messages, 0),
    dialogs: rows.reduce((sum, row) => sum + row.dialogs, 0),
  }
}

function rowsInside(reader: Reader, network: Network): readonly Row[] {
  return candidates(reader, network).filter(({ address }) => {
    const host = parseNetwork(address)
    return host !== undefined && contains(network, host)
  })
}

/** Addresses inside a network that the store holds, most messages first. */
export const addressesInside = (reader: Reader, network: Network): readonly string[] =>
  [...rowsInside(reader, network)].sort((a, b) => b.messages - a.messages).map(({ address }) => address)

/** Narrowed by what the index over the text can do: a host exactly, whole leading octets of IPv4, else the family. */
function candidates(reader: Reader, network: Network): readonly Row[] {
  if (isHost(network)) return reader.all<Row>(`${columns} address = ?`, network.text)
  if (network.family === 6) return reader.all<Row>(`${columns} instr(address, ':') > 0`)
  const octets = network.bytes.slice(0, Math.floor(network.bits / 8))
  if (octets.length === 0) return reader.all<Row>(`${columns} instr(address, ':') = 0`)
  const prefix = `${octets.join('.')}.`
  // '/' is the character behind '.', so this is every text that starts with the prefix.
  return reader.all<Row>(`${columns} address >= ? AND address < ?`, prefix, `${prefix.slice(0, -1)}/`)
}

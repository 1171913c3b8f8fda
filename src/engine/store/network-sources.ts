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

/** Whoever only got answers of ours is no source. */
const columns = 'SELECT address, messages, dialogs FROM source WHERE messages > 0 AND'

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

/** Narrowed by what the index over the text can do: a host exactly, else what all texts inside begin with. */
function candidates(reader: Reader, network: Network): readonly Row[] {
  if (isHost(network)) return reader.all<Row>(`${columns} address = ?`, network.text)
  const start = network.family === 4 ? octetsOf(network) : groupsOf(network)
  const [mark, behind] = network.family === 4 ? ['.', '/'] : [':', ';']
  if (start.length === 0) return reader.all<Row>(`${columns} instr(address, ':') ${network.family === 4 ? '=' : '>'} 0`)
  const text = start.join(mark)
  // `behind` is the character after the mark, so this is every text that starts so.
  return reader.all<Row>(`${columns} address >= ? AND address < ?`, text + mark, text + behind)
}

const octetsOf = ({ bytes, bits }: Network): readonly string[] => bytes.slice(0, Math.floor(bits / 8)).map(String)

/** As RFC 5952 writes them: those before the first zero, which may be left out. */
function groupsOf({ bytes, bits }: Network): readonly string[] {
  const groups = Array.from({ length: Math.floor(bits / 16) }, (_, at) =>
    (((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0)).toString(16),
  )
  const zero = groups.indexOf('0')
  return zero < 0 ? groups : groups.slice(0, zero)
}

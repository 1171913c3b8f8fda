import { isHost, type Network } from '../../../contract/ledger/address.ts'
import type { Seen } from '../../../contract/ledger/intents/ban.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Systems } from '../../geo/systems/systems.ts'
import type { Reading } from '../../readers/reading.ts'
import { numbersCalled, userAgentsOf } from '../../store/seen.ts'

/** What the ledger takes of each. */
const most = { agents: 20, agentLength: 200, numbers: 50, numberLength: 64 } as const

/**
 * What was seen of a source, or of those in a range, that a whitelist entry may be about: the feed holds it against entries
 * of networks, programs and numbers, since it knows addresses only. Attackers' text, cut to what may be signed.
 * @param sources ids of those that the store holds of it.
 */
export function seenOf(
  { reader, systems }: Pick<Reading, 'reader' | 'systems'>,
  of: Network,
  sources: readonly number[],
): Seen {
  const asn = systemOf(systems, of)
  const userAgents = cut(userAgentsOf(reader, sources, most.agents), most.agentLength)
  const numbers = cut(numbersCalled(reader, sources, most.numbers), most.numberLength)
  return {
    ...(asn === undefined ? {} : { asn }),
    ...(userAgents.length === 0 ? {} : { userAgents }),
    ...(numbers.length === 0 ? {} : { numbers }),
  }
}

const cut = (texts: readonly string[], length: number): string[] => [
  ...new Set(texts.map((text) => text.slice(0, length).toWellFormed()).filter((text) => text !== '')),
]

/** Of a range that of its first address: nothing that may be banned spans two. Without the table nobody can tell. */
function systemOf(systems: Systems, network: Network): number | undefined {
  const [host = ''] = isHost(network) ? [network.text] : network.text.split('/')
  try {
    return systems.table().numberOf(host)
  } catch (error) {
    if (error instanceof RpcError && error.code === 'unavailable') return undefined
    throw error
  }
}

import { contains, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import { networkIndex } from '../../../contract/ledger/network-index.ts'
import type { Listed } from '../../ledger/listed.ts'
import type { PublishedList, Snapshot } from '../list.ts'
import { oncePerSnapshot } from '../rendered.ts'

export interface DecisionQuery {
  /** Address or range, as it was typed. */
  readonly about: string
  /** Is a range that lies in the one asked for enough? */
  readonly inside: boolean
}

/** @returns what finds the entries about an address or range: looked up, not gone through, however long the list is. */
export function createMatching(list: PublishedList): (query: DecisionQuery) => readonly Listed[] {
  const around = oncePerSnapshot(list, coversOf)
  const everything = oncePerSnapshot(list, ({ entries }) => networkIndex(entries.flatMap(withNetwork)))
  return ({ about, inside }) => {
    const asked = parseNetwork(about)
    if (!asked) return []
    const found = inside
      ? everything()
          .overlapping(asked)
          .map(({ entry }) => entry)
      : around()(asked)
    return [...found].sort((a, b) => a.listId - b.listId)
  }
}

/** Finds what covers a network. Few entries are ranges, so only these are read. */
function coversOf({ entries }: Snapshot): (asked: Network) => readonly Listed[] {
  const byAddress = Map.groupBy(entries, ({ address }) => address)
  const ranges = entries.filter(({ address }) => address.includes('/')).flatMap(withNetwork)
  return (asked) => [
    ...(byAddress.get(asked.text) ?? []),
    ...ranges
      .filter(({ network, entry }) => entry.address !== asked.text && contains(network, asked))
      .map(({ entry }) => entry),
  ]
}

function withNetwork(entry: Listed): readonly { readonly entry: Listed; readonly network: Network }[] {
  const network = parseNetwork(entry.address)
  return network ? [{ entry, network }] : []
}

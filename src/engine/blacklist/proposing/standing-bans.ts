import { contains, isHost, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import type { Reader } from '../../store/connection.ts'
import { liveBans, waitingProposals } from '../../store/live-bans.ts'

/** What is banned, or asked to be, at one moment: read once for however many addresses are asked about. */
export interface StandingBans {
  /** In words, each ban that covers all of a network. */
  covering(network: Network): readonly string[]
}

export function standingBans(reader: Reader): StandingBans {
  const hosts = new Map<string, string[]>()
  const ranges: { readonly network: Network; readonly words: string }[] = []
  const add = (address: string, words: string): void => {
    const network = parseNetwork(address)
    if (network && !isHost(network)) ranges.push({ network, words })
    else hosts.set(address, [...(hosts.get(address) ?? []), words])
  }
  for (const { address, state } of liveBans(reader)) add(address, `${address} is ${state} already`)
  for (const address of waitingProposals(reader)) add(address, `a ban of ${address} waits in the outbox already`)
  return {
    covering: (network) => [
      ...(hosts.get(network.text) ?? []),
      ...ranges.filter((range) => contains(range.network, network)).map(({ words }) => words),
    ],
  }
}

import type { Escalation } from '../../../contract/console/proposing.ts'
import { isHost, overlaps, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import { widestRangeAround } from '../../../contract/ledger/ranges.ts'
import type { Reading } from '../../readers/reading.ts'
import { provenHosts, type BannedHost } from '../../store/banned-hosts.ts'
import { revokedSince } from '../../store/ending-bans.ts'
import { assessor } from './assess.ts'

/** So many hosts of one network make it a matter of the network: /24 of IPv4, /48 of IPv6, the widest that can be banned. */
export const enoughHosts = 5
const cooldown = 86_400_000
/** Suggested at once: those with most hosts. */
const most = 20
/** Hosts named. */
const mostNamed = 20

/**
 * Networks of which many hosts attacked, proved their address and are banned or proposed. Suggested to a person, never
 * proposed: others may live there too. Not those that are banned already, cannot be, or were revoked in the last 24 hours.
 */
export function escalations(reading: Reading): readonly Escalation[] {
  const byRange = Map.groupBy(provenHosts(reading.reader), ({ address }) => widestRangeAround(address)?.text)
  const many = [...byRange].filter(([range, hosts]) => range !== undefined && hosts.length >= enoughHosts)
  if (many.length === 0) return []
  const assess = assessor(reading)
  const revoked = revokedSince(reading.reader, reading.now() - cooldown).flatMap((text) => parseNetwork(text) ?? [])
  const refusedFor = (network: Network) => assess({ network, proof: 'tcp', messages: 1, seen: () => ({}) })
  const fits = (range: Network): boolean => {
    if (revoked.some((other) => !isHost(other) && overlaps(other, range))) return false
    const { refusals, split } = refusedFor(range)
    if (split === undefined) return refusals.length === 0
    return split.some((text) => {
      const part = parseNetwork(text)
      return part !== undefined && refusedFor(part).refusals.length === 0
    })
  }
  return many
    .flatMap(([text, hosts]) => {
      const range = parseNetwork(text ?? '')
      return range && fits(range) ? [escalationOf(range, hosts)] : []
    })
    .sort((a, b) => b.hosts - a.hosts)
    .slice(0, most)
}

/** Of the range around an address, if it is suggested with it; of a range, if it is itself. */
export function escalationAround(network: Network, reading: Reading): Escalation | undefined {
  const range = isHost(network) ? widestRangeAround(network.text) : network
  return escalations(reading).find(({ address }) => address === range?.text)
}

const escalationOf = ({ text }: Network, hosts: readonly BannedHost[]): Escalation => ({
  address: text,
  hosts: hosts.length,
  named: hosts.slice(0, mostNamed).map(({ address }) => address),
  reason: reasonOf(hosts),
})

function reasonOf(hosts: readonly BannedHost[]): string {
  const named = hosts.slice(0, mostNamed).map(({ address }) => address)
  const more = hosts.length > mostNamed ? ` and ${hosts.length - mostNamed} more` : ''
  return `${hosts.length} hosts of it attacked, proved their address and are banned or proposed: ${named.join(', ')}${more}.`
}

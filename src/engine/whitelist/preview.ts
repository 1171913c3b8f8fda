import type { WhitelistPreview } from '../../contract/console/whitelist.ts'
import { overlaps, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { Reading } from '../readers/reading.ts'
import { totalsInside } from '../store/network-sources.ts'
import { listEntries } from './entries.ts'

/** What saving would do, by the same overlap test that the feed applies when it is saved. */
export function previewWhitelist(network: Network, reading: Reading): WhitelistPreview {
  const live = reading.ledger
    .bans({ states: ['proposed', 'approved', 'held', 'published'] })
    .filter(({ proposal }) => shares(proposal.address, network))
  const named = (published: boolean): WhitelistPreview['revokes'] =>
    live
      .filter(({ state }) => (state === 'published') === published)
      .map(({ id, proposal }) => ({ id, address: proposal.address }))
  const entries = listEntries(reading, reading.now()).filter(({ state }) => state === 'active' || state === 'queued')
  return {
    value: network.text,
    ...totalsInside(reading.reader, network),
    withdraws: named(false),
    revokes: named(true),
    overlaps: entries.filter(({ value }) => shares(value, network)),
  }
}

const shares = (text: string, network: Network): boolean => {
  const other = parseNetwork(text)
  return other !== undefined && overlaps(other, network)
}

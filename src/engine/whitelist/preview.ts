import type { WhitelistPreview } from '../../contract/console/whitelist.ts'
import { overlaps, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { consequencesOf, type Consequence } from '../../contract/ledger/consequences.ts'
import type { Reading } from '../readers/reading.ts'
import { totalsInside } from '../store/network-sources.ts'
import { listEntries } from './entries.ts'

/** What saving would do, worked out by the very function that the feed carries out when it is saved. */
export function previewWhitelist(network: Network, reading: Reading): WhitelistPreview {
  const live = reading.ledger.bans({ states: ['proposed', 'approved', 'held', 'published'] }).flatMap((ban) => {
    const its = parseNetwork(ban.proposal.address)
    return its ? [{ ban, network: its }] : []
  })
  const consequences = consequencesOf({ value: network.text, expiresAt: Infinity }, live, reading.now())
  const those = (how: Consequence['how']): WhitelistPreview['revokes'] =>
    consequences.filter((each) => each.how === how).map(({ ban: id, address }) => ({ id, address }))
  const entries = listEntries(reading, reading.now()).filter(({ state }) => state === 'active' || state === 'queued')
  return {
    value: network.text,
    ...totalsInside(reading.reader, network),
    withdraws: those('blocked'),
    revokes: those('revoked'),
    splits: consequences.flatMap((each) =>
      each.how === 'split' ? [{ id: each.ban, address: each.address, into: each.into }] : [],
    ),
    overlaps: entries.filter(({ value }) => shares(value, network)),
  }
}

const shares = (text: string, network: Network): boolean => {
  const other = parseNetwork(text)
  return other !== undefined && overlaps(other, network)
}

import type { BanState, CampaignRef } from '../../contract/console/vocabulary.ts'
import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { banStatesOf, campaignsOf } from '../store/standing.ts'
import type { Workspace } from '../workspace.ts'

/** What analysts decided about an address. */
export interface Standing {
  readonly ban?: BanState
  readonly whitelisted: boolean
  readonly campaigns: readonly CampaignRef[]
}

/** Reads the standing of many addresses with one question each to bans, whitelist and campaigns. */
export function standings(
  { store, blacklist, now }: Workspace,
  addresses: readonly string[],
): (address: string) => Standing {
  const bans = banStatesOf(store.reader, addresses)
  const campaigns = campaignsOf(store.reader, addresses)
  const queued = new Set(queuedBans(blacklist.queue.all()))
  const listed = blacklist.ledger
    .activeEntries()
    .filter(({ addition }) => addition.expiresAt > now())
    .flatMap(({ addition }) => parseNetwork(addition.value) ?? [])
  return (address) => {
    const ban = queued.has(address) ? 'queued' : bans.get(address)
    return {
      ...(ban === undefined ? {} : { ban }),
      whitelisted: isListed(listed, address),
      campaigns: campaigns.get(address) ?? [],
    }
  }
}

type Queue = ReturnType<Workspace['blacklist']['queue']['all']>

const queuedBans = (queue: Queue): readonly string[] =>
  queue.flatMap(({ signed: { intent } }) => (intent.kind === 'ban.proposed' ? [intent.body.address] : []))

function isListed(listed: readonly Network[], address: string): boolean {
  const host = listed.length > 0 ? parseNetwork(address) : undefined
  return host !== undefined && listed.some((network) => contains(network, host))
}

import type { BanState, CampaignRef } from '../../contract/console/vocabulary.ts'
import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { isLive, shownState } from '../../contract/ledger/life/ban.ts'
import type { Reading } from '../readers/reading.ts'
import type { Reader } from '../store/connection.ts'
import type { OutboxItem } from '../store/outbox.ts'
import { bannedRanges, banStatesOf, campaignsOf } from '../store/standing.ts'
import { whitelisting, type Named } from './whitelisted.ts'

/** What analysts decided about an address. */
export interface Standing {
  readonly ban?: BanState
  readonly whitelisted: boolean
  readonly campaigns: readonly CampaignRef[]
}

/** Reads the standing of many addresses with one question each to bans, whitelist and campaigns. */
export function standings(reading: Reading, sources: readonly Named[]): (source: Named) => Standing {
  const { reader, queue } = reading
  const addresses = sources.map(({ address }) => address)
  const bans = banStatesOf(reader, addresses)
  const campaigns = campaignsOf(reader, addresses)
  const queued = new Set(queuedBans(queue.all()))
  const listed = whitelisting(reading)?.(sources)
  const ranges = liveRanges(reader)
  return ({ id, address }) => {
    const ban = queued.has(address) ? 'queued' : newest(bans.get(address), inRange(ranges, address))
    return {
      ...(ban === undefined ? {} : { ban }),
      whitelisted: listed?.has(id) === true,
      campaigns: campaigns.get(address) ?? [],
    }
  }
}

interface BannedRange {
  readonly network: Network
  readonly state: BanState
}

/** Ranges whose ban is on its way or in force, by the state that an address in them has. */
const liveRanges = (reader: Reader): readonly BannedRange[] =>
  bannedRanges(reader).flatMap(({ address, state }) => {
    const network = isLive(state) ? parseNetwork(address) : undefined
    return network ? [{ network, state: shownState(state) }] : []
  })

function inRange(ranges: readonly BannedRange[], address: string): BanState | undefined {
  const host = ranges.length > 0 ? parseNetwork(address) : undefined
  return host && ranges.findLast(({ network }) => contains(network, host))?.state
}

/** What holds now outranks how an earlier ban of the address ended. */
const newest = (own: BanState | undefined, range: BanState | undefined): BanState | undefined =>
  own !== undefined && own !== 'queued' && isLive(own) ? own : (range ?? own)

const queuedBans = (queue: readonly OutboxItem[]): readonly string[] =>
  queue.flatMap(({ signed: { intent } }) => (intent.kind === 'ban.proposed' ? [intent.body.address] : []))

import type { BanRow } from '../../contract/console/bans.ts'
import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import { bannedRanges } from '../store/standing.ts'
import type { Workspace } from '../workspace.ts'
import { listBans } from './handlers.ts'

/** Every ban of these addresses, and behind them those of ranges around one: whoever is in a banned range is banned. */
export function bansTouching(workspace: Workspace, addresses: readonly string[]): readonly BanRow[] {
  return [...addresses, ...rangesAround(workspace, addresses)].flatMap((address) => listBans(workspace, { address }))
}

function rangesAround({ store, blacklist }: Workspace, addresses: readonly string[]): readonly string[] {
  const queued = blacklist.queue.all().flatMap(({ signed: { intent } }) => {
    return intent.kind === 'ban.proposed' && intent.body.address.includes('/') ? [intent.body.address] : []
  })
  const ranges = [...new Set([...bannedRanges(store.reader).map(({ address }) => address), ...queued])]
  const hosts = ranges.length > 0 ? networksOf(addresses) : []
  return networksOf(ranges)
    .filter((range) => hosts.some((host) => contains(range, host)))
    .map(({ text }) => text)
}

const networksOf = (texts: readonly string[]): readonly Network[] => texts.flatMap((text) => parseNetwork(text) ?? [])

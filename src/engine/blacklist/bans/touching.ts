import type { WholeBan } from '../../../contract/console/bans.ts'
import { contains, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import type { Reading } from '../../readers/reading.ts'
import { bannedRanges } from '../../store/standing.ts'
import { wholeBansOf } from './whole.ts'

/** Every ban of these addresses, and behind them those of ranges around one: whoever is in a banned range is banned. */
export const bansTouching = (reading: Reading, addresses: readonly string[]): readonly WholeBan[] =>
  wholeBansOf(reading, [...addresses, ...rangesAround(reading, addresses)])

function rangesAround({ reader, queue }: Reading, addresses: readonly string[]): readonly string[] {
  const queued = queue.all().flatMap(({ signed: { intent } }) => {
    return intent.kind === 'ban.proposed' && intent.body.address.includes('/') ? [intent.body.address] : []
  })
  const ranges = [...new Set([...bannedRanges(reader).map(({ address }) => address), ...queued])]
  const hosts = ranges.length > 0 ? networksOf(addresses) : []
  return networksOf(ranges)
    .filter((range) => hosts.some((host) => contains(range, host)))
    .map(({ text }) => text)
}

const networksOf = (texts: readonly string[]): readonly Network[] => texts.flatMap((text) => parseNetwork(text) ?? [])

import type { BanRow } from '../../../contract/console/bans.ts'
import { contains, isHost, parseNetwork } from '../../../contract/ledger/address.ts'
import type { Reading } from '../../readers/reading.ts'
import { addressesInside } from '../../store/network-sources.ts'
import { sourcesByAddress } from '../../store/sources.ts'
import { bannedRanges, banStatesOf } from '../../store/standing.ts'

/**
 * Says of each revoked ban whether its address has attacked since: a revoke that was regretted. It is only shown, never
 * acted on; a new ban is for a person to propose (nothing automatic may within 24 hours). What is blocked or about to be
 * blocked again, as itself or within a range, is no regret any more.
 */
export function withRegret<Row extends BanRow>(rows: readonly Row[], reading: Reading): readonly Row[] {
  const revoked = rows.filter(({ state }) => state === 'revoked')
  if (revoked.length === 0) return rows
  const blocked = blockedAgain(
    revoked.map(({ address }) => address),
    reading,
  )
  const lastSeen = lastSeenOf(
    revoked.map(({ address }) => address),
    reading,
  )
  return rows.map((row) => {
    const last = row.state === 'revoked' && !blocked(row.address) ? lastSeen(row.address) : undefined
    return last !== undefined && last > (row.revokedAt ?? Infinity) ? { ...row, attackedSince: last } : row
  })
}

function blockedAgain(addresses: readonly string[], { reader, queue }: Reading): (address: string) => boolean {
  const states = banStatesOf(reader, addresses)
  const queued = queue.all().flatMap(({ signed: { intent } }) => (intent.kind === 'ban.proposed' ? [intent.body] : []))
  const again = new Set(queued.map(({ address }) => address))
  const ranges = bannedRanges(reader).flatMap(({ address, state }) =>
    live.has(state) ? (parseNetwork(address) ?? []) : [],
  )
  return (address) => {
    const network = parseNetwork(address)
    const own = states.get(address)
    return (
      (own !== undefined && live.has(own)) ||
      again.has(address) ||
      (network !== undefined && ranges.some((range) => contains(range, network)))
    )
  }
}

const live: ReadonlySet<string> = new Set(['proposed', 'approved', 'held', 'published'])

/** UTC milliseconds; of a range, of whichever source in it was seen last. */
function lastSeenOf(addresses: readonly string[], { reader }: Reading): (address: string) => number | undefined {
  const hosts = new Map(sourcesByAddress(reader, addresses).map(({ address, lastSeen }) => [address, lastSeen / 1000]))
  return (address) => {
    const network = parseNetwork(address)
    if (!network || isHost(network)) return hosts.get(address)
    const inside = sourcesByAddress(reader, addressesInside(reader, network)).map(({ lastSeen }) => lastSeen / 1000)
    return inside.length === 0 ? undefined : Math.max(...inside)
  }
}

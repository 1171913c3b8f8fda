import type { DiffSide, ListDiff } from '../../../contract/console/reach.ts'
import { contains, isHost, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import type { Reading } from '../../readers/reading.ts'
import type { MirroredBan } from '../../store/ledger-mirror.ts'
import { bannedRanges } from '../../store/standing.ts'

/** Addresses of one side that are told by name. */
const most = 200

/** What approving, or revoking, these bans does to the list as the mirror knows it. */
export function diffOf(act: 'approve' | 'revoke', ids: readonly string[], reading: Reading): ListDiff {
  const wanted = [...new Set(ids)]
  const state = act === 'approve' ? 'proposed' : 'published'
  const bans = reading.ledger.bansById(wanted).filter((ban) => ban.state === state)
  const addresses = bans.map(({ proposal }) => proposal.address)
  const counts = reading.ledger.listCounts()
  const inV1 = addresses.filter(isV1).length
  const [added, removed] = act === 'approve' ? [addresses, []] : [[], addresses]
  const sign = act === 'approve' ? 1 : -1
  return {
    added: side(added),
    removed: side(removed),
    before: counts.published,
    after: counts.published + sign * addresses.length,
    held: counts.held,
    stillInside: act === 'revoke' ? stillInside(bans, reading) : [],
    v1: { before: counts.publishedV1, after: counts.publishedV1 + counts.heldV1 + sign * inV1 },
    notInV1: act === 'approve' ? addresses.length - inV1 : 0,
    skipped: wanted.length - bans.length,
  }
}

const side = (addresses: readonly string[]): DiffSide => ({
  count: addresses.length,
  addresses: addresses.slice(0, most),
})

const isV1 = (address: string): boolean => {
  const network = parseNetwork(address)
  return network !== undefined && network.family === 4 && isHost(network)
}

/** A range that stays goes on blocking what is in it. */
function stillInside(revoked: readonly MirroredBan[], { reader }: Reading): ListDiff['stillInside'] {
  const leaving = new Set(revoked.map(({ proposal }) => proposal.address))
  const ranges = bannedRanges(reader).flatMap(({ address, state }) =>
    state === 'published' && !leaving.has(address) ? (parseNetwork(address) ?? []) : [],
  )
  return [...leaving].flatMap((address) => {
    const network = parseNetwork(address)
    const around = network && ranges.find((range) => isAround(range, network))
    return around ? [{ address, inside: around.text }] : []
  })
}

const isAround = (range: Network, network: Network): boolean => contains(range, network) && range.text !== network.text

import type { Network } from '../../contract/ledger/address.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import { refuseAddress } from '../../contract/ledger/ranges.ts'

/** An address that somebody of ours was last seen at. */
export interface Place {
  /** Canonical. */
  readonly address: string
  /** UTC milliseconds. */
  at: number
}

/** What a refusal says of a network that holds one of our own addresses. */
export interface OwnNetwork {
  readonly network: Network
  readonly words: string
}

/**
 * @returns the host that `text` names, canonical; `undefined` for what is no host, and for what nobody may ban anyway
 * (loopback, private networks): that need not be remembered.
 */
export function placeOf(text: string | undefined): string | undefined {
  const network = text === undefined ? undefined : parseNetwork(text)
  if (!network || refuseAddress(network.text, { demo: false, own: [] })) return undefined
  return network.text.includes('/') ? undefined : network.text
}

/** The newest place counts for as long as the longest ban lasts, milliseconds. */
const newestFor = 90 * 86_400_000
/** Others, because a machine may have two families or two ways out, and an address goes to somebody else one day. */
const othersFor = 7 * 86_400_000

/** Those of `places` that count at `now`. */
export function standing(places: readonly Place[], now: number): readonly Place[] {
  const newest = places.reduce<Place | undefined>(
    (best, place) => (best && best.at >= place.at ? best : place),
    undefined,
  )
  return places.filter((place) => now - place.at < (place === newest ? newestFor : othersFor))
}

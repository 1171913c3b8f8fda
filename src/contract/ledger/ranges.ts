import { contains, isHost, overlaps, parseNetwork, type Network } from './address.ts'
import { entriesOf, reservedRangesList, type BundledPublisher } from './bundled.ts'

/**
 * What may never be banned, whoever asks: banning one of these would cut off a subscriber's own network and cannot hit
 * an attacker on the Internet. The console shows the refusal early; the feed enforces it.
 */
interface RefusedRange {
  readonly network: Network
  readonly name: string
}

export interface RangePolicy {
  /** Lets documentation ranges through: the demo honeynet forges its attackers from them. */
  readonly demo: boolean
  /** The honeynet's own sensors, feeds and PBXes. */
  readonly own: readonly Network[]
}

export type AddressRefusal =
  | { readonly code: 'bad-request'; readonly message: string }
  | { readonly code: 'refused-range' | 'too-wide'; readonly message: string; readonly range: string }

/** RFC 6890 and its successors in the IANA special-purpose registries, and what is not unicast at all. */
const reservedRanges = rangesWhere(({ documentation }) => documentation !== true)
/** A demo honeynet may ban these. */
const documentationRanges = rangesWhere(({ documentation }) => documentation === true)

function rangesWhere(wanted: (publisher: BundledPublisher) => boolean): readonly RefusedRange[] {
  return entriesOf(reservedRangesList)
    .filter(({ publisher }) => wanted(publisher))
    .map(({ network, publisher: { name } }) => ({ network, name }))
}

/** The widest ban there is: /24 for IPv4, /48 for IPv6. */
const widestBan = { 4: 24, 6: 48 } as const

/** All that must not be banned, our own first. */
export function rangesRefused(policy: RangePolicy): readonly RefusedRange[] {
  const own = policy.own.map((network) => ({ network, name: 'the honeynet’s own' }))
  return [...own, ...reservedRanges, ...(policy.demo ? [] : documentationRanges)]
}

/** @returns the first range that shares an address with `network` and must not be banned. */
const refusedRange = (network: Network, policy: RangePolicy): RefusedRange | undefined =>
  rangesRefused(policy).find((range) => overlaps(range.network, network))

/** May `text` be banned at all? @returns why not, or `undefined` when it may. */
export function refuseAddress(text: string, policy: RangePolicy): AddressRefusal | undefined {
  const network = parseNetwork(text)
  if (!network)
    return { code: 'bad-request', message: `${JSON.stringify(text)} is neither an address nor a CIDR range` }
  if (network.text !== text) return { code: 'bad-request', message: `write it as ${network.text}` }
  const range = refusedRange(network, policy)
  if (range) return { code: 'refused-range', message: refusedMessage(network, range), range: range.network.text }
  const widest = widestBan[network.family]
  if (network.bits >= widest) return undefined
  return { code: 'too-wide', message: `${text} is wider than /${widest}`, range: text }
}

/** Why `network`, which shares an address with `range`, must not be banned. */
export function refusedMessage(network: Network, range: RefusedRange): string {
  const how = contains(range.network, network) ? 'lies in' : 'contains'
  const what = isHost(range.network) && how === 'lies in' ? 'is' : how
  return `${network.text} ${what} ${range.network.text}, ${range.name}`
}

/** The widest range around an address that can be banned. @returns `undefined` when it is no address */
export function widestRangeAround(address: string): Network | undefined {
  const host = parseNetwork(address)
  if (!host) return undefined
  const width = widestBan[host.family]
  const kept = host.bytes.map((byte, at) => (at < width / 8 ? byte : 0))
  const text =
    host.family === 4
      ? kept.join('.')
      : Array.from({ length: 8 }, (_, at) => (((kept[2 * at] ?? 0) << 8) | (kept[2 * at + 1] ?? 0)).toString(16)).join(
          ':',
        )
  return parseNetwork(`${text}/${width}`)
}

import { contains, isHost, overlaps, parseNetwork, type Network } from './address.ts'

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

const table = (rows: readonly (readonly [string, string])[]): readonly RefusedRange[] =>
  rows.map(([text, name]) => {
    const network = parseNetwork(text)
    if (!network) throw new TypeError(`${text} is no canonical range`)
    return { network, name }
  })

/** RFC 5737, RFC 3849 and RFC 9637; a demo honeynet may ban these. */
const documentationRanges = table([
  ['192.0.2.0/24', 'documentation (RFC 5737)'],
  ['198.51.100.0/24', 'documentation (RFC 5737)'],
  ['203.0.113.0/24', 'documentation (RFC 5737)'],
  ['2001:db8::/32', 'documentation (RFC 3849)'],
  ['3fff::/20', 'documentation (RFC 9637)'],
])

/** RFC 6890 and its successors in the IANA special-purpose registries, and what is not unicast at all. */
const reservedRanges = table([
  ['0.0.0.0/8', '“this network” (RFC 791)'],
  ['10.0.0.0/8', 'private (RFC 1918)'],
  ['100.64.0.0/10', 'carrier-grade NAT (RFC 6598)'],
  ['127.0.0.0/8', 'loopback (RFC 1122)'],
  ['169.254.0.0/16', 'link-local (RFC 3927)'],
  ['172.16.0.0/12', 'private (RFC 1918)'],
  ['192.0.0.0/24', 'protocol assignments (RFC 6890)'],
  ['192.31.196.0/24', 'AS112 (RFC 7535)'],
  ['192.52.193.0/24', 'AMT (RFC 7450)'],
  ['192.88.99.0/24', '6to4 relay (RFC 7526)'],
  ['192.168.0.0/16', 'private (RFC 1918)'],
  ['192.175.48.0/24', 'AS112 (RFC 7534)'],
  ['198.18.0.0/15', 'benchmarking (RFC 2544)'],
  ['224.0.0.0/4', 'multicast (RFC 5771)'],
  ['240.0.0.0/4', 'reserved (RFC 1112)'],
  ['64:ff9b::/96', 'translated IPv4 (RFC 6052)'],
  ['64:ff9b:1::/48', 'translated IPv4 (RFC 8215)'],
  ['::/8', 'unspecified, loopback or mapped (RFC 4291)'],
  ['100::/64', 'discard-only (RFC 6666)'],
  ['2001::/23', 'protocol assignments, Teredo (RFC 2928, RFC 4380)'],
  ['2002::/16', '6to4 (RFC 3056)'],
  ['2620:4f:8000::/48', 'AS112 (RFC 7534)'],
  ['5f00::/16', 'segment routing (RFC 9602)'],
  ['fc00::/7', 'unique local (RFC 4193)'],
  ['fe80::/10', 'link-local (RFC 4291)'],
  ['fec0::/10', 'site-local (RFC 3879)'],
  ['ff00::/8', 'multicast (RFC 4291)'],
])

/** The widest ban there is: /24 for IPv4, /48 for IPv6. */
const widestBan = { 4: 24, 6: 48 } as const

/** @returns the first range that shares an address with `network` and must not be banned. */
function refusedRange(network: Network, policy: RangePolicy): RefusedRange | undefined {
  const own = policy.own.map((entry) => ({ network: entry, name: 'the honeynet’s own' }))
  const refused = [...own, ...reservedRanges, ...(policy.demo ? [] : documentationRanges)]
  return refused.find((range) => overlaps(range.network, network))
}

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

function refusedMessage(network: Network, range: RefusedRange): string {
  const how = contains(range.network, network) ? 'lies in' : 'contains'
  const what = isHost(range.network) && how === 'lies in' ? 'is' : how
  return `${network.text} ${what} ${range.network.text}, ${range.name}`
}

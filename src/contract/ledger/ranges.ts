import { overlaps, parseNetwork, type Network } from './address.ts'

/** Why an address can never be listed, whoever asks. `code` is one of the feed's error codes. */
export interface RangeRefusal {
  readonly code: 'refused-range' | 'too-wide'
  readonly message: string
}

/**
 * Ranges that belong to nobody on the internet, so a packet from them is forged or our own (RFC 6890 and the documents
 * it lists). Listing one would cut subscribers off from their own networks.
 */
const reserved: readonly (readonly [range: string, what: string])[] = [
  ['0.0.0.0/8', 'this network (RFC 1122)'],
  ['10.0.0.0/8', 'private (RFC 1918)'],
  ['100.64.0.0/10', 'carrier-grade NAT (RFC 6598)'],
  ['127.0.0.0/8', 'loopback (RFC 1122)'],
  ['169.254.0.0/16', 'link-local (RFC 3927)'],
  ['172.16.0.0/12', 'private (RFC 1918)'],
  ['192.0.0.0/24', 'protocol assignments (RFC 6890)'],
  ['192.88.99.0/24', '6to4 relays (RFC 7526)'],
  ['192.168.0.0/16', 'private (RFC 1918)'],
  ['198.18.0.0/15', 'benchmarking (RFC 2544)'],
  ['224.0.0.0/4', 'multicast (RFC 5771)'],
  ['240.0.0.0/4', 'reserved (RFC 1112)'],
  ['::/8', 'reserved, unspecified and loopback (RFC 4291)'],
  ['64:ff9b::/96', 'IPv4 translation (RFC 6052)'],
  ['64:ff9b:1::/48', 'local translation (RFC 8215)'],
  ['100::/64', 'discard (RFC 6666)'],
  ['2001::/23', 'protocol assignments (RFC 2928)'],
  ['2002::/16', '6to4 (RFC 3056)'],
  ['fc00::/7', 'unique local (RFC 4193)'],
  ['fe80::/10', 'link-local (RFC 4291)'],
  ['fec0::/10', 'site-local (RFC 3879)'],
  ['ff00::/8', 'multicast (RFC 4291)'],
]

/** Made for examples; the demo honeynet's attackers live there, so that no real address is ever blamed. */
const documentation: readonly (readonly [range: string, what: string])[] = [
  ['192.0.2.0/24', 'documentation (RFC 5737)'],
  ['198.51.100.0/24', 'documentation (RFC 5737)'],
  ['203.0.113.0/24', 'documentation (RFC 5737)'],
  ['2001:db8::/32', 'documentation (RFC 3849)'],
  ['3fff::/20', 'documentation (RFC 9637)'],
]

interface Reserved {
  readonly network: Network
  readonly what: string
}

const parsed = (rows: typeof reserved): readonly Reserved[] =>
  rows.flatMap(([range, what]) => {
    const network = parseNetwork(range)
    return network ? [{ network, what }] : []
  })

const always = parsed(reserved)
const exceptInDemo = parsed(documentation)

/** Widest range that one ban may cover. */
const widest = { 4: 24, 6: 48 } as const

/** @returns why `network` may never be banned, or `undefined`. */
export function refusedRange(network: Network, policy: { readonly demo: boolean }): RangeRefusal | undefined {
  const table = policy.demo ? always : [...always, ...exceptInDemo]
  const hit = table.find((entry) => overlaps(entry.network, network))
  if (hit) return { code: 'refused-range', message: `${network.text} lies in ${hit.network.text}: ${hit.what}` }
  if (network.bits >= widest[network.family]) return undefined
  return { code: 'too-wide', message: `${network.text} is wider than /${widest[network.family]}` }
}

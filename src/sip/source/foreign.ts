/**
 * Whether the topmost Via names a public host that is not where the request came from: its answers are wanted there, or
 * its address is forged. Names and IPv6 are left alone, and so is all that stands behind NAT: private, shared, local and
 * documentation ranges, which every second phone writes (RFC 1918, RFC 6598, RFC 3927, RFC 5737).
 */
export function namesForeignHost(viaHost: string | undefined, address: string): boolean {
  return viaHost !== undefined && viaHost !== address && address.includes('.') && isPublicIpv4(viaHost)
}

const dotted = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/
const inside =
  /^(?:0|10|127|2(?:2[4-9]|[345]\d))\.|^(?:169\.254|192\.168|192\.0\.[02]|198\.51\.100|203\.0\.113|198\.1[89])\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./

/** What SIPVicious writes whatever its address is (sip.md §1): says nothing about where answers are wanted. */
const habits: ReadonlySet<string> = new Set(['1.1.1.1'])

const isPublicIpv4 = (host: string): boolean =>
  dotted.test(host) &&
  !inside.test(`${host}.`) &&
  !habits.has(host) &&
  host.split('.').every((part) => Number(part) < 256)

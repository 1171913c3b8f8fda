import ipaddr from 'ipaddr.js'

/**
 * Whom limits of rate and number count as one: an IPv4 address, or the first 64 bits of an IPv6 address, because every
 * site has that many addresses to choose from.
 */
export function originOf(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address
  return ipaddr.IPv6.parse(address).toByteArray().slice(0, 8).join('.')
}

/** Shortens a long IPv6 address in its middle, so that both the network and the host part stay readable. */
export function elide(address: string, limit = 24): string {
  if (address.length <= limit) return address
  const head = Math.ceil((limit - 1) / 2)
  return `${address.slice(0, head)}…${address.slice(address.length - (limit - 1 - head))}`
}

export const isIpv6 = (address: string): boolean => address.includes(':')

import ipaddr from 'ipaddr.js'

export type IpAddress = ipaddr.IPv4 | ipaddr.IPv6

const privateRanges: ReadonlySet<string> = new Set(['private', 'carrierGradeNat', 'linkLocal', 'uniqueLocal'])

/** IPv4 inside IPv6 is IPv4. `undefined` for names and for anything odd. */
export function ipAddress(text: string): IpAddress | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined
  return ipaddr.process(text)
}

/** Reached only from inside the network it belongs to. */
export const isPrivate = (address: IpAddress): boolean => privateRanges.has(address.range())

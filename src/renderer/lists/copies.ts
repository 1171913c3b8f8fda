import { isIpv6 } from '../text/address.ts'

/** What a row is about, for the forms that other programs read. */
export interface Subject {
  readonly address?: string
  readonly callId?: string
  /** What was dialled, behind any prefix. */
  readonly number?: string
}

/** `192[.]0[.]2[.]1`, `2001[:]db8[:][:]1`: no program makes a link of it. */
export const defanged = (text: string): string => text.replace(/[.:]/g, '[$&]')

/** A Wireshark display filter that shows these rows' traffic; nothing when they name none. */
export function wiresharkFilter(subjects: readonly Subject[]): string {
  return [...new Set(subjects.map(wiresharkTerm).filter((term) => term !== ''))].join(' || ')
}

function wiresharkTerm({ address, callId, number }: Subject): string {
  if (number) return `sip.r-uri.user contains ${wiresharkString(number)}`
  if (callId) return `sip.Call-ID == ${wiresharkString(callId)}`
  if (!address) return ''
  return `${isIpv6(address) ? 'ipv6' : 'ip'}.addr == ${address}`
}

/** A string of the filter language; what is not printable ASCII as bytes, so that nothing ends the string early. */
function wiresharkString(text: string): string {
  const bytes = Array.from(new TextEncoder().encode(text))
  const shown = (byte: number): string =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : String.fromCharCode(byte)
  return `"${bytes.map(shown).join('')}"`
}

/** nft commands that add the addresses; IPv4 and IPv6 need sets of their own. */
export function nftElements(addresses: readonly string[]): string {
  const unique = [...new Set(addresses)]
  const line = (set: string, some: readonly string[]): string[] =>
    some.length > 0 ? [`add element inet filter ${set} { ${some.join(', ')} }`] : []
  const v6 = unique.filter(isIpv6)
  const v4 = unique.filter((address) => !isIpv6(address))
  return [...line('honeynet4', v4), ...line('honeynet6', v6)].join('\n')
}

/** Rows as the console holds them; bytes are left to the raw forms. */
export function jsonOf(rows: readonly unknown[]): string {
  const replace = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? undefined : value)
  return JSON.stringify(rows.length === 1 ? rows[0] : rows, replace, 2)
}

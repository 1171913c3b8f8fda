import type { SdpMedia } from '../../sdp/sdp.ts'
import { table } from './words.ts'

/** Payload types that need no `rtpmap` (RFC 3551 §6). */
const fixed = table(`
  0 PCMU
  3 GSM
  4 G723
  5 DVI4
  6 DVI4
  7 LPC
  8 PCMA
  9 G722
  10 L16
  11 L16
  12 QCELP
  13 CN
  14 MPA
  15 G728
  16 DVI4
  17 DVI4
  18 G729
  25 CelB
  26 JPEG
  28 nv
  31 H261
  32 MPV
  33 MP2T
  34 H263`)

/** Names that say little to people who do not read SDP every day. */
const explained: ReadonlyMap<string, string> = new Map([
  ['telephone-event', 'telephone-event (keys pressed)'],
  ['cn', 'CN (comfort noise)'],
])

const mostNames = 12
const longestName = 30

/** What the payload types of an RTP stream stand for, in order of preference; '' for other streams. */
export function codecNames({ protocol, formats, attributes }: SdpMedia): string {
  if (!/\bRTP\//i.test(protocol)) return ''
  const mapped = new Map<string, string>()
  for (const { name, value } of attributes) {
    const [, type, codec] = name === 'rtpmap' ? (/^(\d{1,3})[ \t]+([^/\s]+)/.exec(value) ?? []) : []
    if (type !== undefined && codec !== undefined && !mapped.has(type)) mapped.set(type, codec)
  }
  const names = formats.slice(0, mostNames).map((type) => nameOf(type, mapped.get(type)))
  const more = formats.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

function nameOf(type: string, mapped: string | undefined): string {
  const name = mapped ?? (/^\d{1,3}$/.test(type) ? fixed.get(Number(type)) : undefined)
  if (name === undefined) return `${type.slice(0, longestName)} (no name)`
  return explained.get(name.toLowerCase()) ?? name.slice(0, longestName)
}

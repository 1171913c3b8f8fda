import type { SipMessage } from '../../message/message.ts'
import { parseSdp, type Sdp, type SdpMedia } from '../../sdp/sdp.ts'
import { joinHostPort } from '../../uri/host.ts'
import { ipAddress, isPrivate } from '../../uri/ip-address.ts'
import { codecNames } from './codecs.ts'
import { short } from './words.ts'

/** What a media line asks for: where media would go, in which codecs, which way. */
export interface MediaMeaning {
  /** Offset of the line in the message. */
  readonly at: number
  readonly texts: readonly string[]
}

/** One for each media line. @param source address the message came from. */
export function sessionMeanings({ body, bodyAt }: SipMessage, source: string | undefined): readonly MediaMeaning[] {
  const sdp = parseSdp(body)
  const lines = sdp.lines.filter(({ letter }) => letter === 'm')
  return lines.flatMap(({ start }, at) => {
    const media = sdp.media[at]
    return media ? [{ at: bodyAt + start, texts: mediaSays(sdp, media, source) }] : []
  })
}

function mediaSays(sdp: Sdp, media: SdpMedia, source: string | undefined): readonly string[] {
  const codecs = codecNames(media)
  return [...destination(sdp, media, source), ...(codecs === '' ? [] : [`Codecs: ${codecs}`]), ...oneWay(media, sdp)]
}

function destination(sdp: Sdp, { port, connection }: SdpMedia, source: string | undefined): readonly string[] {
  if (port === undefined) return []
  if (port === 0) return ['Port 0: this stream is not wanted']
  // Behind a slash stand the reach of a group and how many there are (RFC 8866 §5.7).
  const [address = ''] = ((connection ?? sdp.connection)?.address ?? '').split('/', 1)
  if (address === '') return ['No line says to which address media would go']
  const about = aboutAddress(address, source)
  return [`Media would go to ${joinHostPort(short(address), port)}${about === '' ? '' : `, ${about}`}`]
}

function aboutAddress(text: string, source: string | undefined): string {
  const address = ipAddress(text)
  if (!address) return ''
  if (isPrivate(address)) return 'a private address'
  if (address.toNormalizedString() === ipAddress(source ?? '')?.toNormalizedString()) return 'where this came from'
  switch (address.range()) {
    case 'unspecified':
      return 'which is nowhere: an old way to put a call on hold'
    case 'loopback':
      return 'the machine of whoever sends it'
    case 'multicast':
      return 'a group of receivers'
    default:
      return ''
  }
}

const directions: ReadonlyMap<string, string> = new Map([
  ['sendonly', 'One way: would send and not listen'],
  ['recvonly', 'One way: would listen and not send'],
  ['inactive', 'Would neither send nor listen'],
])

/** What a media line says about itself goes before what the session says (RFC 8866 §6.7); both ways is the rule. */
function oneWay(...parts: readonly Pick<Sdp, 'attributes'>[]): readonly string[] {
  for (const { attributes } of parts) {
    const said = attributes.find(({ name }) => name === 'sendrecv' || directions.has(name))
    if (said) return [directions.get(said.name) ?? []].flat()
  }
  return []
}

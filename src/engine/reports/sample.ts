import { sipviciousTag } from '../../sip/decode/sipvicious.ts'
import type { Tlp } from './document.ts'
import { byteText, readable } from '../../sip/text/byte-text.ts'
import { visible } from '../../sip/text/visible.ts'

/** Characters shown; a message may have 64 kB of padding. */
const most = 4000

interface Sample {
  readonly bytes: Uint8Array
  /** The address of ours it was sent to. */
  readonly local: string | undefined
}

/** One message as inert lines; below TLP:RED without digest responses and without the sensor's address. */
export function sampleLines({ bytes, local }: Sample, tlp: Tlp): readonly string[] {
  const whole = readable(byteText(bytes))
  const shown = (tlp === 'RED' ? whole : masked(whole, local)).slice(0, most)
  const lines = shown.split(/\r\n|\n|\r/).map(visible)
  return whole.length > most ? [...lines, `… cropped after ${most} of ${whole.length} characters`] : lines
}

/** Folded lines are part of a value too (RFC 3261 §7.3.1), so a response may stand on the line after its name. */
const digestResponse = /(\bresponse\s*=\s*)("[^"]*"?|[^\s,]*)/gi
/** The host that the attacker aimed at: the sensor, by address or by name. */
const requestHost = /^\S{1,32}\s+sips?:(?:[^@\s]{0,2000}@)?(\[[0-9a-f:.]{2,50}\]|[^\s:;?>@[\]]{1,255})/i

/** svmap writes the address that it scans, in hex, into its From tag. */
const svmapTag = /(\btag\s*=\s*)([0-9a-f]{26,600})/gi
const maskTarget = (all: string, name: string, tag: string): string =>
  sipviciousTag(tag)?.kind === 'target' ? `${name}[sensor]` : all

export function masked(text: string, local: string | undefined): string {
  const target = requestHost.exec(text)?.[1]
  const secret = [local, target].filter((host) => host !== undefined && host.length > 2 && host !== '0.0.0.0')
  const without = secret.reduce<string>((left, host) => left.replaceAll(host ?? '', '[sensor]'), text)
  return without.replace(svmapTag, maskTarget).replace(digestResponse, '$1"[masked]"')
}

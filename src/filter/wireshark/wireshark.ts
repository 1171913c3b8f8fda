import { mostFilterText } from '../../contract/console/explore.ts'
import type { Clock } from '../times/span.ts'
import type { Unsupported } from './answer.ts'
import { Translator } from './translator.ts'
import { wiresharkTokens } from './tokens.ts'

export interface Translated {
  /** In our language; empty when nothing of it has a counterpart. */
  readonly filter: string
  /** Left out of `filter`. */
  readonly unsupported: readonly Unsupported[]
}

const strings = /"(?:[^"\\]|\\[^])*"/g
const field = String.raw`\b(?:ip|ipv6|udp|tcp|tls|sip|sdp|frame|eth|rtp)\.[A-Za-z][\w.-]{0,60}`
const sign = String.raw`(?:[=!]=|[<>]|(?:eq|ne|gt|ge|lt|le|contains|matches|in)\b)`
const condition = new RegExp(`${field}\\s{0,20}${sign}`, 'i')
const joined = new RegExp(
  `(?:${field}|\\b(?:sip|udp|tcp|ip|ipv6|sdp|frame)\\b)\\s{0,20}\\)?\\s{0,20}(?:&&|\\|\\|)`,
  'i',
)
const contained = /\b(?:sip|sdp|frame|udp|tcp)\s{1,20}(?:contains|matches)\s{1,20}"/i

/** Whether a text can only be a display filter of Wireshark, and none of ours. */
export function isWireshark(text: string): boolean {
  const bare = text.slice(0, mostFilterText).replace(strings, '""')
  return condition.test(bare) || joined.test(bare) || contained.test(bare)
}

/** Says a display filter of Wireshark in our language, as far as that has the words. Never throws. */
export function fromWireshark(text: string, clock: Clock): Translated {
  const bounded = text.slice(0, mostFilterText)
  const translator = new Translator(bounded, wiresharkTokens(bounded), clock)
  const filter = translator.translate()
  return { filter, unsupported: translator.unsupported }
}

import { parseAddress } from '../header/address.ts'
import { headerValue, type SipMessage } from '../message/message.ts'
import { decodePercent, parseUri } from '../uri/uri.ts'
import { prefixLength } from './split.ts'

export interface DialledNumber {
  /** Exactly as it stood in the message. */
  readonly raw: string
  /** The digits of the number itself, e.g. `46850780296`. */
  readonly core: string
  /** The junk in front of it, e.g. `9011`; empty when there is none or when in doubt. */
  readonly prefix: string
}

/** Below this it is an extension. */
const fewestDigits = 7
/** Real numbers have 15 digits and prefixes a handful; what is longer is an attack on something else. */
const longestDialled = 40

/** The number an INVITE calls: the user of its Request-URI, or that of To when the first is no number. */
export function dialledNumber(message: SipMessage): DialledNumber | undefined {
  if (message.start?.kind !== 'request' || message.start.method !== 'INVITE') return undefined
  const requested = numberOfUser(parseUri(message.start.uri)?.user)
  return requested ?? numberOfUser(parseAddress(headerValue(message, 'to') ?? '').uri?.user)
}

/** Reads a user part as a dialled number; `undefined` for names, extensions and anything else. */
export function numberOfUser(user: string | undefined): DialledNumber | undefined {
  if (user === undefined) return undefined
  const dialled = dialledString(user)
  if (dialled.length > longestDialled || !/^[\d+*#]+$/.test(dialled)) return undefined
  if (dialled.replace(/\D/g, '').length < fewestDigits) return undefined
  const at = prefixLength(dialled)
  return { raw: user, core: dialled.slice(at).replace(/\D/g, ''), prefix: dialled.slice(0, at) }
}

/** Decoded, without parameters such as `;phone-context`, visual separators (RFC 3966 §5.1.1) and a closing `#`. */
function dialledString(user: string): string {
  const [number = ''] = decodePercent(user).split(';', 1)
  return number.replace(/[-. ()]/g, '').replace(/#$/, '')
}

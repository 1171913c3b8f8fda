import { parseAddress } from '../header/address.ts'
import { headerValue, type SipMessage } from '../message/message.ts'
import { decodePercent, parseUri } from '../uri/uri.ts'
import { isDigit, trailingDigits } from './reading.ts'
import { splitDialled, type Confidence } from './split.ts'

export interface DialledNumber {
  /** Exactly as it stood in the message. */
  readonly raw: string
  /** The digits of the number itself, e.g. `46850780296`. */
  readonly core: string
  /** The junk in front of it, e.g. `9011`; empty when there is none or when in doubt. Prefix and core are all of it. */
  readonly prefix: string
  /** How sure the place between them is, from this message alone. */
  readonly confidence: Confidence
}

/** Both places where a message says what it calls. */
export interface DialledNumbers {
  readonly requested?: DialledNumber
  readonly to?: DialledNumber
}

/** Below this it is an extension. */
const fewestDigits = 7
/** Real numbers have 15 digits and prefixes a handful; what is longer is an attack on something else. */
const longestDialled = 40
/** As it stands in a message: with separators, escapes and parameters. */
const longestUser = 500

/** The number an INVITE calls: the user of its Request-URI, or that of To when the first is no number. */
export function dialledNumber(message: SipMessage): DialledNumber | undefined {
  const { requested, to } = dialledNumbers(message)
  return requested ?? to
}

/** Both numbers of an INVITE: scanners vary one and forget the other, and analysts see both. */
export function dialledNumbers(message: SipMessage): DialledNumbers {
  if (message.start?.kind !== 'request' || message.start.method !== 'INVITE') return {}
  const requested = numberOfUser(parseUri(message.start.uri)?.user)
  const to = numberOfTo(message)
  return { ...(requested && { requested }), ...(to && { to }) }
}

const numberOfTo = (message: SipMessage): DialledNumber | undefined =>
  numberOfUser(parseAddress(headerValue(message, 'to') ?? '').uri?.user)

/** Reads a user part as a dialled number; `undefined` for names, extensions and anything else. */
export function numberOfUser(user: string | undefined): DialledNumber | undefined {
  if (user === undefined || user.length > longestUser) return undefined
  const dialled = dialledString(user)
  if (dialled === undefined || trailingDigits(dialled) < fewestDigits) return undefined
  const { length, confidence } = splitDialled(dialled)
  const at = dialled.length - length
  return { raw: user, core: dialled.slice(at), prefix: dialled.slice(0, at), confidence }
}

/** Scanners call the host they call by its own address: without its dots it would be a number. */
const address = /^\d{1,3}(?:\.\d{1,3}){3}$/

/**
 * What a phone would dial: digits, `+`, `*` and `#`; decoded, without parameters such as `;phone-context`, visual
 * separators (RFC 3966 §5.1.1), pauses behind an outside line (`9,011`) and a closing `#`. `undefined` when it holds
 * anything else, is an address or too long.
 */
export function dialledString(user: string): string | undefined {
  if (isDigits(user)) return user.length <= longestDialled ? user : undefined
  const [number = ''] = decodePercent(user).split(';', 1)
  if (address.test(number)) return undefined
  const dialled = number.replace(/[-., ()]/g, '').replace(/#$/, '')
  return dialled.length <= longestDialled && /^[\d+*#]*$/.test(dialled) ? dialled : undefined
}

function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isDigit(text.charCodeAt(at))) return false
  return true
}

import { endOfHost } from './host.ts'
import { bytesOfAscii, endOfDigits, endOfPlain, isDigit, portIn, standsAt } from './letters.ts'

const QUOTE = 34
const SPACE = 32
const PLUS = 43
const COLON = 58
const SEMICOLON = 59
const LESS = 60
const GREATER = 62
const AT = 64
const scheme = bytesOfAscii('sip:')
const tag = bytesOfAscii(';tag=')

/**
 * An address in its usual form: `"name" <sip:user@host:port>;tag=x`, where all but `sip:` and the host may be missing and
 * every part is made of plain letters. Reused for every message: what was read last lies in the fields, as offsets.
 */
export class AddressGlance {
  /** Whether the value is in the usual form. Nothing else is set when it is not. */
  usual = false
  quoted = false
  /** A blank between name and bracket. */
  blank = false
  bracketed = false
  /** Empty when nobody is named. */
  userFrom = 0
  userTo = 0
  /** Empty when there is none. */
  tagFrom = 0
  tagTo = 0

  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.#clear()
    const uri = this.#display(bytes, from, to)
    const behind = uri === -1 ? -1 : this.#uri(bytes, uri, to)
    const tagAt = behind === -1 ? -1 : this.#bracket(bytes, behind)
    this.usual = tagAt !== -1 && this.#tag(bytes, tagAt, to)
    return this.usual
  }

  #clear(): void {
    this.usual = this.quoted = this.blank = this.bracketed = false
    this.userFrom = this.userTo = this.tagFrom = this.tagTo = 0
  }

  /** Offset of the URI, -1 when what is before it is unusual; so do the others that return offsets. */
  #display(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    if (bytes[at] === QUOTE) {
      at = endOfPlain(bytes, at + 1, to)
      if (bytes[at] !== QUOTE) return -1
      this.quoted = true
      this.blank = bytes[at + 1] === SPACE
      at += this.blank ? 2 : 1
    }
    this.bracketed = bytes[at] === LESS
    if (this.bracketed) return at + 1
    return this.quoted ? -1 : at
  }

  #uri(bytes: Uint8Array, from: number, to: number): number {
    if (!standsAt(bytes, from, to, scheme)) return -1
    const begin = from + scheme.length
    // Behind a plus a blank could be meant, if no digit follows.
    const international = bytes[begin] === PLUS && isDigit(bytes[begin + 1])
    const end = endOfPlain(bytes, international ? begin + 1 : begin, to)
    if (end === begin) return -1
    if (bytes[end] !== AT) return international ? -1 : behindHostPort(bytes, begin, to)
    this.userFrom = begin
    this.userTo = end
    return behindHostPort(bytes, end + 1, to)
  }

  #bracket(bytes: Uint8Array, at: number): number {
    if (!this.bracketed) return at
    return bytes[at] === GREATER ? at + 1 : -1
  }

  #tag(bytes: Uint8Array, at: number, to: number): boolean {
    if (at === to) return true
    if (bytes[at] !== SEMICOLON || !standsAt(bytes, at, to, tag)) return false
    this.tagFrom = at + tag.length
    this.tagTo = to
    return to > this.tagFrom && endOfPlain(bytes, this.tagFrom, to) === to
  }
}

function behindHostPort(bytes: Uint8Array, from: number, to: number): number {
  const end = endOfHost(bytes, from, to)
  if (end === -1 || bytes[end] !== COLON) return end
  const behind = endOfDigits(bytes, end + 1, to)
  return portIn(bytes, end + 1, behind) === -1 ? -1 : behind
}

import { byteText, readable } from '../text/byte-text.ts'

/** One line `x=value` of a session description, or one that is none. */
export interface SdpLine {
  /** The letter before `=`; '' for a line of another form. */
  readonly letter: string
  /** Behind `=`; the whole line when it is of another form. UTF-8 where it is UTF-8. */
  readonly value: string
  /** Range in the body, line end left out. */
  readonly start: number
  readonly end: number
}

/** Lines of one body that are read; real ones have below 60. */
const mostLines = 1000

/** All lines in order, empty ones left out. They may end with CRLF, LF or a lone CR (RFC 8866 §5 wants the first two). */
export function sdpLines(body: Uint8Array): readonly SdpLine[] {
  const text = byteText(body)
  const lines: SdpLine[] = []
  for (const found of text.matchAll(/[^\r\n]+/g)) {
    if (lines.length === mostLines) break
    lines.push(lineOf(found[0], found.index))
  }
  return lines
}

function lineOf(text: string, start: number): SdpLine {
  const known = /^[a-z]=/i.test(text)
  const value = readable(known ? text.slice(2) : text)
  return { letter: known ? text.charAt(0) : '', value, start, end: start + text.length }
}

const LF = 10
const CR = 13
const equals = 61

/**
 * Whether each line is one and `v`, `o`, `s` and `t` are there (RFC 8866 §5); without making texts, as every call of
 * every attacker passes here.
 */
export function isWholeSdp(body: Uint8Array): boolean {
  let seen = 0
  for (let at = 0; at < body.length;) {
    const found = body.indexOf(LF, at)
    const end = found === -1 ? body.length : found
    if (body[at] !== CR && end > at) {
      if (body[at + 1] !== equals) return false
      seen |= needed(body[at])
    }
    at = end + 1
  }
  return seen === 15
}

/** A bit for each line that none may lack. */
function needed(letter: number | undefined): number {
  if (letter === 118) return 1
  if (letter === 111) return 2
  if (letter === 115) return 4
  return letter === 116 ? 8 : 0
}

import type { AddressGlance } from '../glance/address-glance.ts'

/** Habits of From, To and Contact. Reused for every message: what was read last lies in the fields. */
export class AddressHabits {
  /** Display (2 bits), blanks before the bracket (2), bracket (2), blank before a parameter (1), parameters (12). */
  style = 0
  tagFrom = 0
  tagTo = 0

  /** Reads the display name from the front and parameters from the end: the URI between them says nothing. */
  read(bytes: Uint8Array, from: number, to: number): void {
    this.clear()
    const open = this.#display(bytes, from, to)
    const close = this.#behind(bytes, from, to)
    if (open === -1) return
    this.style |= (close === -1 ? unclosed : bracketed) << 4
    if (close !== -1) this.#inside(bytes, open, close)
  }

  /** The same of an address that is already read. */
  glance({ quoted, blank, bracketed: inBrackets, tagFrom, tagTo }: Readonly<AddressGlance>): void {
    this.style = (quoted ? 1 : 0) | (blank ? 1 << 2 : 0) | (inBrackets ? bracketed << 4 : 0)
    this.tagFrom = tagFrom
    this.tagTo = tagTo
  }

  clear(): void {
    this.style = this.tagFrom = this.tagTo = 0
  }

  /** Offset of `<`, or -1. */
  #display(bytes: Uint8Array, from: number, to: number): number {
    if (bytes[from] === LESS) return from
    const quoted = bytes[from] === QUOTE
    const behind = quoted ? endOfQuoted(bytes, from, to) : from
    const open = openBracket(bytes, behind, to)
    if (open === -1) return -1
    let blanks = 0
    while (open - blanks > behind && isBlank(bytes[open - blanks - 1])) blanks++
    this.style |= quoted ? 1 : open - blanks > behind ? 2 : 0
    this.style |= Math.min(2, blanks) << 2
    return open
  }

  /** Parameters of the header; answers the offset of `>`, or -1. */
  #behind(bytes: Uint8Array, from: number, to: number): number {
    let end = to
    for (let at = to - 1; at >= from; at--) {
      const byte = bytes[at]
      if (byte === GREATER) return at
      if (byte === AT) return -1
      if (byte === SEMICOLON) {
        this.#param(bytes, at + 1, end, headerParams)
        end = at
      }
    }
    return -1
  }

  /** Parameters of the URI, which stand behind its host. */
  #inside(bytes: Uint8Array, open: number, close: number): void {
    let end = close
    for (let at = close - 1; at > open; at--) {
      const byte = bytes[at]
      if (byte === AT) return
      if (byte === SEMICOLON) {
        this.#param(bytes, at + 1, end, uriParams)
        end = at
      }
    }
  }

  #param(bytes: Uint8Array, from: number, to: number, known: readonly KnownParam[]): void {
    let name = from
    while (name < to && isBlank(bytes[name])) name++
    if (name > from) this.style |= blankBeforeParam
    if (known === headerParams && isTag(bytes, name)) {
      this.tagFrom = name + 4
      this.tagTo = to
    } else this.style |= bitOf(bytes, name, known)
  }
}

function bitOf(bytes: Uint8Array, name: number, known: readonly KnownParam[]): number {
  const first = (bytes[name] ?? 0) | 32
  const second = (bytes[name + 1] ?? 0) | 32
  for (const param of known) if (param.first === first && param.second === second) return param.bit
  return known === headerParams ? otherHeaderParam : otherUriParam
}

const QUOTE = 34
const SEMICOLON = 59
const COLON = 58
const LESS = 60
const GREATER = 62
const AT = 64
const bracketed = 1
const unclosed = 2
const blankBeforeParam = 1 << 6

interface KnownParam {
  readonly first: number
  readonly second: number
  readonly bit: number
  readonly text: string
}
const known = (text: string, name: string, at: number): KnownParam => ({
  first: name.charCodeAt(0) | 32,
  second: name.charCodeAt(1) | 32,
  bit: 1 << at,
  text,
})
const uriParams = [known('o', 'ob', 7), known('r', 'rinstance', 8), known('t', 'transport', 9), known('l', 'line', 10)]
const otherUriParam = 1 << 11
const headerParams = [known('e', 'expires', 12), known('q', 'q=', 13), known('i', '+sip.instance', 14)]
const otherHeaderParam = 1 << 15

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9

function endOfQuoted(bytes: Uint8Array, open: number, to: number): number {
  for (let at = open + 1; at < to; at++) {
    if (bytes[at] === 92) at++
    else if (bytes[at] === QUOTE) return at + 1
  }
  return open + 1
}

/** A `<` behind the scheme's colon or a parameter belongs to no display name. */
function openBracket(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) {
    if (bytes[at] === LESS) return at
    if (bytes[at] === SEMICOLON || bytes[at] === COLON) return -1
  }
  return -1
}

const isTag = (bytes: Uint8Array, at: number): boolean =>
  ((bytes[at] ?? 0) | 32) === 116 &&
  ((bytes[at + 1] ?? 0) | 32) === 97 &&
  ((bytes[at + 2] ?? 0) | 32) === 103 &&
  bytes[at + 3] === 61

/** e.g. `q<` (quoted name, no blank), `w_<` (bare name, one blank), `<`, `a` (no brackets), `<!` (never closed). */
export function addressText(style: number): string {
  const display = ['', 'q', 'w'][style & 3] ?? ''
  const blanks = ['', '_', '__'][(style >> 2) & 3] ?? ''
  const bracket = ['a', '<', '<!'][(style >> 4) & 3] ?? ''
  const params = [...uriParams, { bit: otherUriParam, text: 'x' }].filter(({ bit }) => (style & bit) !== 0)
  const behind = [...headerParams, { bit: otherHeaderParam, text: 'x' }].filter(({ bit }) => (style & bit) !== 0)
  const gap = (style & blankBeforeParam) === 0 ? '' : '_'
  const text = (some: readonly { readonly text: string }[]): string => some.map((each) => each.text).join('')
  return `${display}${blanks}${bracket}${text(params)}${behind.length > 0 ? `;${text(behind)}` : ''}${gap}`
}

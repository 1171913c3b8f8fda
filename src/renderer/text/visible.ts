/**
 * Attackers write every field we show. Characters that are invisible, reorder text, drive a terminal or break a line
 * become visible escapes; the rest stays as it is. The result is for text nodes only.
 */
export interface Segment {
  readonly text: string
  /** Whether this stands for a character that cannot be shown as itself. */
  readonly escape: boolean
}

export interface VisibleText {
  readonly segments: readonly Segment[]
  /** Characters left out at the end. */
  readonly more: number
}

/**
 * `\p{C}`: control, format (bidi, zero width, tags), surrogate, private and unassigned; line and paragraph separators;
 * spaces that are not U+0020; fillers and selectors that paint nothing.
 */
const unseen =
  /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u2800\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u
const runs = new RegExp(`${unseen.source}|(?:(?!${unseen.source})[^])+`, 'gu')

const named: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\x1b': '\\e' }

/** Splits `text` into parts as they are and escapes, looking at no more than `limit` characters. */
export function visible(text: string, limit: number): VisibleText {
  const cut = cutAt(text, limit)
  const segments = Array.from(text.slice(0, cut).matchAll(runs), ([part]) => segmentOf(part))
  return { segments, more: text.length - cut }
}

/** The same as one string, for titles, labels and copies. */
export function visibleString(text: string, limit: number): string {
  const { segments, more } = visible(text, limit)
  return segments.map((segment) => segment.text).join('') + (more > 0 ? `… ${more} more` : '')
}

function segmentOf(part: string): Segment {
  return unseen.test(part) ? { text: escapeOf(part), escape: true } : { text: part, escape: false }
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16).toUpperCase()
  if (named[character]) return named[character]
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}

/** Never between the halves of a surrogate pair. */
function cutAt(text: string, limit: number): number {
  if (text.length <= limit) return text.length
  const code = text.charCodeAt(limit - 1)
  return code >= 0xd800 && code <= 0xdbff ? limit - 1 : limit
}

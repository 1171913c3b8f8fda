/**
 * Text that others wrote, for eyes: characters that act instead of being seen become escapes. They could hide text,
 * reorder it, drive a terminal, break a line or flood the lines around it.
 */
export interface Segment {
  readonly text: string
  /** Whether this stands for a character that cannot be shown as itself. */
  readonly escape: boolean
}

/**
 * `\p{C}`: control, format (bidi, zero width, tags), surrogate, private and unassigned; line and paragraph separators;
 * spaces that are not U+0020; fillers and selectors that paint nothing; and marks from the fourth on one letter, more
 * than any language needs and enough to paint over other rows.
 */
const acting =
  /[\p{C}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5\u180b-\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]|(?<=\p{M}{3})\p{M}/u
const each = new RegExp(acting.source, 'gu')
const runs = new RegExp(`(${acting.source})|(?:(?!${acting.source})[^])+`, 'gu')

const named: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\x1b': '\\e' }

/** `text` with every character that acts replaced by an escape that people can read, such as `\u202E`. */
export const visible = (text: string): string => text.replace(each, escapeOf)

/** The same in parts, so that escapes can look like what they are. */
export function visibleSegments(text: string): readonly Segment[] {
  return Array.from(text.matchAll(runs), ([part, acts]) =>
    acts === undefined ? { text: part, escape: false } : { text: escapeOf(acts), escape: true },
  )
}

export function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const hex = code.toString(16).toUpperCase()
  if (named[character]) return named[character]
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`
}

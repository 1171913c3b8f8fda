/**
 * Characters that act instead of being seen: C0 and C1 controls, soft hyphen, bidirectional controls, zero-width and
 * line separators, tags, and halves of surrogate pairs. They can hide text, reorder it or drive a terminal.
 */
const unseen =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu

const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** `text` with every character that acts replaced by an escape that people can read, such as `\u202e`. */
export function visible(text: string): string {
  return text.replace(unseen, (character) => known[character] ?? escaped(character))
}

export function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16)
  if (code.length <= 2) return `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`
}

/** Text of attacker's bytes: UTF-8 where they are, else one character a byte, so that nothing is lost in doubt. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

import { escapeOf, visible } from '../../sip/text/visible.ts'
import type { Notes } from '../notes.ts'
import type { Chunk } from './tokens.ts'

const escapes: Readonly<Record<string, string>> = {
  ...{ '"': '"', '\\': '\\', '*': '*', '0': '\0', t: '\t', n: '\n', r: '\r', e: '\x1b' },
}
/** The same escapes with which lists show text, so that what is seen can be typed. */
const escape = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([^]))/g

/** What a quoted chunk says. An escape that does not exist is an error. */
export function unquoted(chunk: Chunk, notes: Notes): string {
  return chunk.text.replace(escape, (whole: string, x?: string, u?: string, long?: string, short?: string) => {
    const hex = x ?? u ?? long
    const known = hex === undefined ? escapes[short ?? ''] : characterOf(Number.parseInt(hex, 16))
    if (known !== undefined) return known
    notes.error(chunk.place, `${visible(whole)} is no escape; a backslash itself is written \\\\.`)
    return ''
  })
}

const characterOf = (code: number): string | undefined => (code > 0x10ffff ? undefined : String.fromCodePoint(code))

/** As it stands between quotes. Characters that act instead of being seen become escapes. */
export const quoted = (text: string): string => `"${visible(text.replace(/["\\*]/g, '\\$&'))}"`

/** Signs that mean something of their own, at the beginning or anywhere. */
const special = /^[<>~=!-]|[\s,()"*\\“”„]/

/** Whether text can stand behind a colon, or as a piece of a pattern, without quotes. */
export const isPlain = (text: string): boolean => text !== '' && !special.test(text) && visible(text) === text

/** `text` as a value behind a colon: with quotes and escapes only where it needs them. */
export const quoteValue = (text: string): string => (isPlain(text) ? text : quoted(text))

/** Bytes as `raw:` writes them. */
export function quotedBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes, (byte) => byteAs(String.fromCharCode(byte)))
  return `"${shown.join('')}"`
}

function byteAs(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`
  return character >= ' ' && character <= '~' ? character : escapeOf(character)
}

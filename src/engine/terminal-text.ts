import { visible } from '../sip/text/visible.ts'

/** Marks are painted over the letter before; the letters of the wide scripts and pictures take two places. */
const places =
  /(?<none>\p{M})|(?<two>[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})/gu

/** Text of others for a terminal: no character of it moves the cursor, colours, reorders or breaks a line. */
export const terminalText = (text: string): string => visible(text)

/** Columns that such text takes. */
export function terminalWidth(text: string): number {
  let width = Array.from(text).length
  for (const { groups } of text.matchAll(places)) width += groups?.['none'] === undefined ? 1 : -1
  return width
}

const acting = /[\p{C}\p{Zl}\p{Zp}]/gu

/** One line of JSON that means the same, in which characters that act on a terminal are escaped. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(acting, (character) =>
    Array.from({ length: character.length }, (_, at) => unicodeEscape(character.charCodeAt(at))).join(''),
  )
}

const unicodeEscape = (unit: number): string => `\\u${unit.toString(16).padStart(4, '0')}`

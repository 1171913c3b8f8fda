import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { expect } from 'vitest'

/** Controls, bidirectional and zero-width characters, line separators, tags, halves of pairs, and floods of marks. */
const acting =
  /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{M}{4}/u

/** A spreadsheet runs a cell by its first character, whether it is quoted or not (OWASP, CSV injection). */
export function expectInertCsv(text: string): void {
  expect(text.replaceAll('\r\n', '\n')).not.toMatch(acting)
  const cells = cellsOfCsv(text)
  expect(cells.length).toBeGreaterThan(11)
  expect(cells.filter((cell) => /^\s*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]/.test(cell))).toEqual([])
}

/** Cells as RFC 4180 reads them. */
function cellsOfCsv(text: string): readonly string[] {
  return Array.from(text.matchAll(/(?:^|,|\r\n)(?:"((?:[^"]|"")*)"|([^",\r\n]*))/g), ([, quoted, bare]) =>
    quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'),
  )
}

/** Outside of code and without what is escaped, nothing that is HTML, a link, a picture or a bare address may be left. */
export function expectInertMarkdown(text: string): void {
  expect(text.replaceAll('\n', ' ')).not.toMatch(acting)
  const outside = text
    .replace(/^(`{3,})text\n[^]*?\n\1$/gm, '')
    .replace(/\\[!-/:-@[-`{-~]/g, '')
    .replace(/(`+) [^\n]*? \1(?!`)/g, '')
  expect(outside).not.toMatch(/[<>&]|\]\(|!\[|https?:|www\./i)
}

/** By what pdftotext reads, and by what the file itself could make a reader do. */
export function expectInertPdf(bytes: Uint8Array, file: string): void {
  writeFileSync(file, bytes)
  const text = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
  expect(text).toContain('TLP:AMBER')
  expect(text.replaceAll('\f', '')).not.toMatch(acting)
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/(JavaScript|JS|URI|Launch|EmbeddedFile|SubmitForm)\b/)
}

import type { ByteSearch, Filter } from '../filter.ts'
import { isPlain, quoted, quotedBytes } from '../parse/quoting.ts'
import { joining } from '../parse/tokens.ts'
import { parseNetwork } from '../../contract/ledger/address.ts'
import { fieldNamed } from '../fields.ts'
import { writeTest } from './values.ts'

/** The filter in its one canonical spelling; read again it is the same filter. Times are written in UTC. */
export function writeFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'everything':
      return '*'
    case 'and':
      return filter.parts.map(writePart).join(' ')
    case 'or':
      return filter.parts.map(writePart).join(' or ')
    case 'not':
      return `-${writePart(filter.part)}`
    case 'term':
      return `${filter.field}:${writeTest(filter.field, filter.test)}`
    case 'word':
      return writeWord(filter.text)
    case 'bytes':
      return writeSearch(filter.search)
  }
}

/** Within another: what has several parts needs brackets. */
function writePart(filter: Filter): string {
  const text = writeFilter(filter)
  return filter.kind === 'and' || filter.kind === 'or' ? `(${text})` : text
}

/** A bare word must not look like a field, an operator or `and`. */
export function writeWord(text: string): string {
  if (text.length < 64 && !text.includes('/') && parseNetwork(text)) return text
  const looksOther = /[:&|+/]/.test(text) || joining.has(text.toLowerCase()) || comparesField(text)
  return isPlain(text) && !looksOther ? text : quoted(text)
}

function comparesField(text: string): boolean {
  const [, key] = /^([^=!<>]+)[=!<>]/.exec(text) ?? []
  return key !== undefined && fieldNamed(key) !== undefined
}

function writeSearch(search: ByteSearch): string {
  if (search.kind === 'literal') return `raw:${quotedBytes(search.bytes)}`
  return `~"${search.pattern.replace(/\\[^]|"/g, (part) => (part === '"' ? '\\"' : part))}"`
}

import { visible } from '../../sip/text/visible.ts'
import { anyOf } from '../build.ts'
import type { ByteSearch, Filter } from '../filter.ts'
import type { Atom, Chunk, RawValue } from '../parse/tokens.ts'
import { mostValues } from './values.ts'
import { isStar, type Reader } from './reader.ts'

/** Says what is wrong with a regular expression; `undefined` when it can be searched for. */
export type CheckRegex = (pattern: string) => string | undefined

/** `~"pattern"`. Its backslashes are the pattern's own; only `\"` stands for a quote. */
export function readRegex(atom: Atom, reader: Reader, checkRegex?: CheckRegex): Filter | undefined {
  const searches = atom.values.map(({ chunks: [only, ...more], place }) => {
    if (only?.quoted !== true || more.length > 0) {
      return reader.notes.error(place, 'A regular expression stands in quotes: ~"INVITE sip:9011\\d+".')
    }
    const pattern = only.text.replace(/\\[^]/g, (pair) => (pair === '\\"' ? '"' : pair))
    const fault = pattern === '' ? 'The regular expression is empty.' : checkRegex?.(pattern)
    return fault === undefined ? regex(pattern) : reader.notes.error(only.place, fault)
  })
  return joined(searches, atom, reader)
}

const regex = (pattern: string): ByteSearch => ({ kind: 'regex', pattern })

/** `raw:"text"`; characters beyond ASCII are searched for as UTF-8. */
export function readRaw(atom: Atom, reader: Reader): Filter | undefined {
  const searches = atom.values.map((value) => {
    const isEmpty = isStar(value) || value.chunks.every(({ text }) => text === '')
    if (!isEmpty) return { kind: 'literal', bytes: bytesOf(value, reader) } as const
    return reader.notes.error(value.place, 'Write which bytes to look for: raw:"text", with \\x0D for a byte.')
  })
  return joined(searches, atom, reader)
}

function joined(searches: readonly (ByteSearch | undefined)[], atom: Atom, reader: Reader): Filter | undefined {
  if (searches.length > mostValues)
    return reader.notes.error(atom.place, `At most ${mostValues} values stand in a list.`)
  const found = searches.flatMap((search) => (search ? [search] : []))
  if (found.length < searches.length) return undefined
  return anyOf(found.map((search) => ({ kind: 'bytes', search, place: atom.place })))
}

function bytesOf(value: RawValue, reader: Reader): Uint8Array {
  return Uint8Array.from(value.chunks.flatMap((chunk) => bytesOfChunk(chunk, reader)))
}

const escape = /\\(?:x([0-9a-fA-F]{2})|([^]))|[^\\]+|\\/g
const short: Readonly<Record<string, number>> = { '"': 34, '\\': 92, '*': 42, '0': 0, t: 9, n: 10, r: 13, e: 27 }
const encoder = new TextEncoder()

function bytesOfChunk(chunk: Chunk, { notes }: Reader): readonly number[] {
  return Array.from(chunk.text.matchAll(escape)).flatMap(([part, hex, letter]) => {
    if (hex !== undefined) return [Number.parseInt(hex, 16)]
    if (letter === undefined && part !== '\\') return Array.from(encoder.encode(part))
    const byte = short[letter ?? '']
    if (byte === undefined)
      notes.error(chunk.place, `${visible(part)} is no escape; write \\xNN, or \\\\ for a backslash.`)
    return byte === undefined ? [] : [byte]
  })
}

import { isHost, parseNetwork } from '../../contract/ledger/address.ts'
import { visible } from '../../sip/text/visible.ts'
import { anyOf, everything } from '../build.ts'
import { everyName, fieldNamed, fieldOf, type FieldName } from '../fields.ts'
import type { Filter } from '../filter.ts'
import { nearestWords } from '../nearest.ts'
import { readRaw, readRegex, type CheckRegex } from '../values/bytes.ts'
import { isStar, piecesOf, textOf, type Reader } from '../values/reader.ts'
import { readTest } from '../values/values.ts'
import { quoted, quoteValue } from './quoting.ts'
import type { Atom, RawValue } from './tokens.ts'

export interface AtomReader extends Reader {
  readonly checkRegex?: CheckRegex
}

/** What one condition asks; `undefined` when it is an error, which is then in the notes. */
export function readAtom(atom: Atom, reader: AtomReader): Filter | undefined {
  const { key, values } = atom
  if (!checkValues(atom, reader)) return undefined
  if (key === undefined) return readWords(values, reader)
  if (key.text === '~') return readRegex(atom, reader, reader.checkRegex)
  if (key.text.toLowerCase() === 'raw') return readRaw(atom, reader)
  const name = fieldNamed(key.text)
  if (name === undefined) return isScheme(key.text) ? refuseUri(atom, reader) : refuseKey(key, reader)
  const test = readTest(values, fieldOf(name), atom.place, reader)
  return test && { kind: 'term', field: name, test, place: atom.place }
}

function checkValues({ key, values, place }: Atom, reader: Reader): boolean {
  const empty = values.find(({ chunks }) => chunks.length === 0)
  const curly = values.flatMap(({ chunks }) => chunks).find(({ quoted, text }) => !quoted && /[“”„]/.test(text))
  if (curly) reader.notes.error(curly.place, 'Use straight quotes.', [curly.text.replace(/[“”„]/g, '"')])
  if (!empty) return curly === undefined
  const isFirst = empty === values[0]
  if (key && isFirst && values.length === 1) return refuseEmpty(place, key.text, reader)
  reader.notes.error(place, `A value is missing ${isFirst ? 'before' : 'behind'} a comma.`)
  return false
}

function refuseEmpty(place: Atom['place'], key: string, { notes }: Reader): boolean {
  const message = 'Behind the colon stands a value, without a space between; a star means any, and "" nothing at all.'
  if (key === '~') notes.error(place, 'A regular expression follows in quotes: ~"pattern".')
  else notes.error(place, message, fieldNamed(key) ? [`${key}:*`] : [])
  return false
}

function refuseKey({ text, place }: NonNullable<Atom['key']>, { notes }: Reader): undefined {
  const near = nearestWords(text, [...everyName, 'raw'])
  const message = `There is no field ${visible(text)}. To search for text with a colon, put it in quotes.`
  return notes.error(place, message, differentFields(near))
}

const isScheme = (key: string): boolean => /^(?:sips?|tel)$/i.test(key)

function refuseUri({ key, values, place }: Atom, reader: Reader): undefined {
  const text = values.map((value) => textOf(value, reader)).join(',')
  return reader.notes.error(place, 'To search for a URI, put it in quotes.', [quoted(`${key?.text ?? ''}:${text}`)])
}

/** `status` and `state` are two fields, `status` and `code` one. */
function differentFields(names: readonly string[]): readonly string[] {
  const seen = new Set<FieldName | undefined>()
  return names.filter((name) => {
    const field = fieldNamed(name)
    const isNew = !seen.has(field)
    seen.add(field)
    return isNew
  })
}

function readWords(values: readonly RawValue[], reader: Reader): Filter | undefined {
  if (values.some(isStar)) return everything
  const words = values.map((value) => readBareWord(value, reader))
  const found = words.flatMap((word) => (word ? [word] : []))
  return found.length < words.length ? undefined : anyOf(found)
}

function readBareWord(value: RawValue, reader: Reader): Filter | undefined {
  const { place, chunks } = value
  const plain = chunks.every(({ quoted }) => !quoted)
  const text = textOf(value, reader)
  if (text === '') return reader.notes.error(place, 'There is nothing between the quotes.')
  if (plain && isUnclear(value, text, reader)) return undefined
  if (piecesOf(value, reader).length > 1) return refuseStar(value, reader)
  return networkTerm(value, plain ? text : '') ?? { kind: 'word', text, place }
}

/** An address alone may stand for several things; a network only for where messages come from. */
function networkTerm({ place }: RawValue, text: string): Filter | undefined {
  const network = text.length < 64 ? parseNetwork(text) : undefined
  if (!network || isHost(network)) return undefined
  return { kind: 'term', field: 'src', test: { kind: 'oneOf', values: [{ kind: 'network', network }] }, place }
}

function refuseStar(value: RawValue, reader: Reader): undefined {
  const shown = value.chunks.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join('')
  const keys = ['ua', 'user', 'callid'].map((key) => `${key}:${shown}`)
  return reader.notes.error(value.place, 'A star needs a field in front of it.', keys)
}

const compared = /^([\p{L}][\p{L}\p{N}_-]*)(==|!=|>=|<=|=|>|<)([^]*)$/u
const signs = new Map([
  ...(['&&', '&'] as const).map((sign) => [sign, 'and'] as const),
  ...(['||', '|'] as const).map((sign) => [sign, 'or'] as const),
  ['!', 'not'],
])

/** What looks like a condition in another language is no text to search for. */
function isUnclear({ place }: RawValue, text: string, { notes }: Reader): boolean {
  const joint = signs.get(text)
  const [, key = '', sign = '', rest = ''] = compared.exec(text) ?? []
  const name = fieldNamed(key)
  if (name !== undefined) notes.error(place, 'A condition is written key:value.', [conditionOf(name, sign, rest)])
  else if (joint !== undefined) notes.error(place, `Write ${joint} as a word.`, [joint])
  else if (/^[-=<>!&|~+]+$/.test(text)) notes.error(place, `${visible(text)} alone means nothing here.`)
  else if (/^[<>!=]/.test(text)) notes.error(place, 'A field is missing in front of this.', [quoteValue(text)])
  else return false
  return true
}

function conditionOf(name: FieldName, sign: string, rest: string): string {
  const order = sign.startsWith('=') || sign === '!=' ? '' : sign
  return `${sign === '!=' ? '-' : ''}${name}:${order}${rest === '' ? '*' : rest}`
}

import { visible } from '../../sip/text/visible.ts'
import type { RawValue } from '../parse/tokens.ts'
import type { Reader } from './reader.ts'

/** Countries by the tables of the runtime: code to name, in English. */
let known: ReadonlyMap<string, string> | undefined

/** Two capitals of ISO 3166; what people write instead is put right. */
export function readCountry(raw: RawValue, pieces: readonly string[], reader: Reader): readonly string[] | undefined {
  const upper = pieces.map((piece) => piece.toUpperCase())
  const [code = ''] = upper
  if (upper.length > 1) return upper
  if (!/^[A-Z]{2}$/.test(code)) return refuse(raw, pieces[0] ?? '', reader)
  if (code === 'UK') return reader.notes.error(raw.place, 'The code of the United Kingdom is GB.', ['GB'])
  if (!countryNames().has(code)) reader.notes.hint(raw.place, `No country has the code ${code}.`)
  return upper
}

function refuse(raw: RawValue, name: string, { notes }: Reader): undefined {
  const wanted = name.toLowerCase()
  const codes = [...countryNames()].filter(([, known]) => wanted.length > 2 && known.toLowerCase().includes(wanted))
  const message = `${visible(name)} is no country code: two letters, such as DE.`
  return notes.error(
    raw.place,
    message,
    codes.slice(0, 3).map(([code]) => code),
  )
}

/** Codes of ISO 3166-1 alpha-2 that have a name. */
export function countryNames(): ReadonlyMap<string, string> {
  known ??= readNames()
  return known
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
/** Codes that the tables name and that are no countries, or no longer. */
const noCountry: ReadonlySet<string> = new Set([
  ...['EU', 'EZ', 'UN', 'UK', 'ZZ', 'XA', 'XB', 'QO'],
  ...['AN', 'BU', 'CS', 'DD', 'DY', 'FX', 'HV', 'NH', 'NT', 'RH', 'SU', 'TP', 'VD', 'YD', 'YU', 'ZR'],
])

function readNames(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  const found = codes.map((code) => [code, names.of(code)] as const)
  return new Map(found.flatMap(([code, name]) => (name === undefined || noCountry.has(code) ? [] : [[code, name]])))
}

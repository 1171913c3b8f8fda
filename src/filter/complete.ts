import { fieldNamed, fieldOf, fields, type Field, type FieldName } from './fields.ts'
import { Notes } from './notes.ts'
import { unquoted } from './parse/quoting.ts'
import { tokensOf, type Atom } from './parse/tokens.ts'
import { countryNames } from './values/country.ts'
import { methodWords, type Word } from './words.ts'

export interface Suggestion {
  /** What replaces the stretch, with quotes where it needs them. */
  readonly text: string
  readonly detail: string
}

/** What is being typed at a place of a filter's text, and what is known to fit without asking the store. */
export type Completions =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'keys' } & Stretch)
  /** Of fields without a fixed vocabulary the store knows the values: those that begin with, or hold, the prefix. */
  | ({ readonly kind: 'values'; readonly field: FieldName } & Stretch)

interface Stretch {
  /** What a suggestion replaces. */
  readonly from: number
  readonly to: number
  /** What was typed of it up to the place, without quotes and escapes. */
  readonly prefix: string
  readonly items: readonly Suggestion[]
}

/** @param at place of the caret, in UTF-16 units. */
export function completionsAt(text: string, at: number): Completions {
  const caret = Math.min(Math.max(0, at), text.length)
  const atom = atomBefore(text.slice(0, caret))
  if (!atom) return keys('', caret, text, caret)
  if (!atom.key) return keysFor(atom, text, caret)
  const name = fieldNamed(atom.key.text)
  return name === undefined ? { kind: 'none' } : values(fieldOf(name), atom, text, caret)
}

/** What the text ends within; `undefined` behind a blank, a bracket or a minus. */
function atomBefore(text: string): Atom | undefined {
  const last = tokensOf(text, new Notes()).at(-1)
  return last?.kind === 'atom' && last.place.to === text.length && !/\s$/.test(text) ? last : undefined
}

/** A bare word may become a key; a list of them or text in quotes cannot. */
function keysFor({ values: [value, ...more], place }: Atom, text: string, caret: number): Completions {
  const [chunk, ...others] = value?.chunks ?? []
  if (!chunk || chunk.quoted || more.length + others.length > 0) return { kind: 'none' }
  return keys(chunk.text, place.from, text, caret)
}

function keys(prefix: string, from: number, text: string, caret: number): Completions {
  const to = caret + (/^[\p{L}\p{N}_.-]*:?/u.exec(text.slice(caret))?.[0].length ?? 0)
  return { kind: 'keys', from, to, prefix, items: keysLike(prefix.toLowerCase()) }
}

const searches: readonly (Suggestion & { readonly names: readonly string[] })[] = [
  { text: 'raw:"', detail: 'Bytes in the message, as a hunt, e.g. raw:"\\x00\\x01"', names: ['raw', 'bytes', 'hex'] },
  { text: '~"', detail: 'Regular expression over the bytes, as a hunt, e.g. ~"9011\\d+"', names: ['~', 'regex'] },
]

function keysLike(prefix: string): readonly Suggestion[] {
  const all = [...fields.map(ofField), ...searches]
  const beginning = all.filter(({ names }) => names.some((name) => name.startsWith(prefix)))
  const within = all.filter((each) => !beginning.includes(each) && each.detail.toLowerCase().includes(prefix))
  const found = prefix.length < 3 ? beginning : [...beginning, ...within]
  return found.map(({ text, detail }) => ({ text, detail }))
}

const ofField = ({ name, aliases, says, example }: Field): (typeof searches)[number] => ({
  ...{ text: `${name}:`, detail: `${says}, e.g. ${example}`, names: [name, ...aliases] },
})

function values(field: Field, atom: Atom, text: string, caret: number): Completions {
  const last = atom.values.at(-1)
  const typed = last?.chunks.map((chunk) => (chunk.quoted ? unquoted(chunk, new Notes()) : chunk.text)).join('') ?? ''
  const [sign = ''] = isOrdered(field) ? (/^(?:[<>]=?|[^]*\.\.)/.exec(typed) ?? []) : []
  const to = caret + (/^[^\s,()"]*"?/.exec(text.slice(caret))?.[0].length ?? 0)
  const prefix = typed.slice(sign.length)
  const from = (last?.place.from ?? caret) + sign.length
  return { kind: 'values', field: field.name, from, to, prefix, items: itemsLike(field, prefix, sign !== '') }
}

const isOrdered = ({ type }: Field): boolean =>
  type.kind === 'number' || type.kind === 'time' || (type.kind === 'words' && type.ranked)

function itemsLike(field: Field, prefix: string, isBound: boolean): readonly Suggestion[] {
  const wanted = prefix.toLowerCase()
  const fits = ({ word, says }: Word): boolean => word.toLowerCase().startsWith(wanted) || nameFits(says, wanted)
  const any = field.optional && prefix === '' && !isBound ? [{ text: '*', detail: 'Any, but not none' }] : []
  return [
    ...any,
    ...vocabularyOf(field)
      .filter(fits)
      .map(({ word, says }) => ({ text: word, detail: says })),
  ]
}

const nameFits = (name: string, wanted: string): boolean => wanted.length > 1 && name.toLowerCase().includes(wanted)

const times: readonly Word[] = [
  { word: 'now-15m', says: 'A quarter of an hour ago' },
  { word: 'now-1h', says: 'An hour ago' },
  { word: 'now-24h', says: '24 hours ago' },
  { word: 'now-7d', says: 'A week ago' },
  { word: 'today', says: 'Since midnight in the zone on screen' },
  { word: 'yesterday', says: 'The day before' },
]
const futures: readonly Word[] = [
  { word: 'now+2h', says: 'In two hours' },
  { word: 'now+2d', says: 'In two days' },
]

function vocabularyOf({ name, type }: Field): readonly Word[] {
  if (type.kind === 'words') return type.words
  if (type.kind === 'time') return name === 'expires' ? [...futures, ...times] : times
  if (type.kind !== 'text') return []
  if (type.form === 'method') return methodWords
  return type.form === 'country' ? Array.from(countryNames(), ([word, says]) => ({ word, says })) : []
}

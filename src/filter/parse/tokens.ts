import { parseNetwork } from '../../contract/ledger/address.ts'
import { fieldNamed } from '../fields.ts'
import type { Place } from '../filter.ts'
import type { Notes } from '../notes.ts'

/** A run of characters, or what stands between two quotes with its escapes still in it. */
export interface Chunk {
  readonly text: string
  readonly quoted: boolean
  readonly place: Place
}

/** What stands between two commas: `*"a b"` has two chunks. */
export interface RawValue {
  readonly chunks: readonly Chunk[]
  readonly place: Place
}

export interface Atom {
  readonly kind: 'atom'
  /** Before the colon; `~` for a regular expression. */
  readonly key?: { readonly text: string; readonly place: Place }
  readonly values: readonly RawValue[]
  readonly place: Place
}

export type Token = { readonly kind: 'open' | 'close' | 'minus'; readonly place: Place } | Atom

const blank = /\s+/y
const run = /[^\s,()"]+/y
const quote = /"((?:[^"\\]|\\[^])*)"/y
const keyed = /([\p{L}_][\p{L}\p{N}_.-]*):/uy

/** The words between conditions. */
export const joining: ReadonlySet<string> = new Set(['and', 'or', 'not'])

/** Parts `text` in time linear in its length. */
export function tokensOf(text: string, notes: Notes): readonly Token[] {
  return new Scanner(text, notes).tokens()
}

class Scanner {
  #at = 0
  readonly #text: string
  readonly #notes: Notes

  constructor(text: string, notes: Notes) {
    this.#text = text
    this.#notes = notes
  }

  tokens(): readonly Token[] {
    const tokens: Token[] = []
    for (this.#skipBlanks(); this.#at < this.#text.length; this.#skipBlanks()) tokens.push(this.#token())
    return tokens
  }

  #token(): Token {
    const from = this.#at
    const character = this.#text.charAt(from)
    if (character === '(' || character === ')') return this.#sign(character === '(' ? 'open' : 'close')
    if (character === '-' && /[^\s)]/.test(this.#text.charAt(from + 1))) return this.#sign('minus')
    const key = this.#key()
    if (key) this.#joinValue(key)
    const values = this.#values()
    const word = this.#text.slice(from, this.#at).toLowerCase()
    if (this.#text.charAt(this.#at) === '(' && !joining.has(word)) this.#refuseBracket(from)
    return { kind: 'atom', ...(key && { key }), values, place: { from, to: this.#at } }
  }

  #sign(kind: 'open' | 'close' | 'minus'): Token {
    this.#at++
    return { kind, place: { from: this.#at - 1, to: this.#at } }
  }

  #key(): Atom['key'] {
    const from = this.#at
    if (this.#text.charAt(from) === '~') {
      this.#at++
      return { text: '~', place: { from, to: from + 1 } }
    }
    const name = match(keyed, this.#text, from)?.[1]
    if (name === undefined || this.#isAddress(from)) return undefined
    this.#at += name.length + 1
    return { text: name, place: { from, to: from + name.length } }
  }

  /** `fe80::1` is an address and has no key. */
  #isAddress(from: number): boolean {
    const [word = ''] = match(run, this.#text, from) ?? []
    return word.length < 64 && parseNetwork(word) !== undefined
  }

  /** `method: INVITE` means what it says without the blank, but only almost surely. */
  #joinValue(key: NonNullable<Atom['key']>): void {
    const { from, to } = key.place
    const value = match(/\s+[^\s,()"]+/y, this.#text, to + 1)
    const start = this.#at
    this.#skipBlanks()
    if (value === null || fieldNamed(key.text) === undefined || !this.#valueFollows()) this.#at = start
    else {
      const place = { from, to: to + 1 + value[0].length }
      this.#notes.error(place, 'A value follows its colon without a space.', [`${key.text}:${value[0].trim()}`])
    }
  }

  #values(): readonly RawValue[] {
    const values = [this.#value()]
    while (this.#text.charAt(this.#at) === ',') {
      this.#at++
      const after = this.#at
      this.#skipBlanks()
      if (!this.#valueFollows()) this.#at = after
      values.push(this.#value())
    }
    return values
  }

  /** Whether what comes next can belong to the list that a comma went on with. */
  #valueFollows(): boolean {
    const [word = ''] = match(run, this.#text, this.#at) ?? []
    const key = match(keyed, this.#text, this.#at)?.[1]
    return !joining.has(word.toLowerCase()) && (key === undefined || fieldNamed(key) === undefined)
  }

  #value(): RawValue {
    const from = this.#at
    const chunks: Chunk[] = []
    for (let chunk = this.#chunk(); chunk; chunk = this.#chunk()) chunks.push(chunk)
    return { chunks, place: { from, to: this.#at } }
  }

  #chunk(): Chunk | undefined {
    const from = this.#at
    if (this.#text.charAt(from) === '"') return this.#quoted(from)
    const [text] = match(run, this.#text, from) ?? []
    if (text === undefined) return undefined
    this.#at += text.length
    return { text, quoted: false, place: { from, to: this.#at } }
  }

  #quoted(from: number): Chunk {
    const [whole, inside] = match(quote, this.#text, from) ?? []
    this.#at = whole === undefined ? this.#text.length : from + whole.length
    const place = { from, to: this.#at }
    if (whole === undefined) this.#notes.error(place, 'The closing quote is missing.', [`${this.#text.slice(from)}"`])
    return { text: inside ?? this.#text.slice(from + 1), quoted: true, place }
  }

  #refuseBracket(from: number): void {
    const place = { from, to: this.#at + 1 }
    this.#notes.error(place, 'A bracket cannot follow here: put text in quotes, and list values with commas.')
  }

  #skipBlanks(): void {
    this.#at += match(blank, this.#text, this.#at)?.[0].length ?? 0
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

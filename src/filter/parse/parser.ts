import { allOf, anyOf, everything, negated } from '../build.ts'
import type { Filter, Place } from '../filter.ts'
import { readAtom, type AtomReader } from './atoms.ts'
import { joining, type Atom, type Token } from './tokens.ts'

/** Brackets and negations within each other. */
export const mostNested = 50

/** A condition of the outermost level, all of which have to hold, with the stretch of text that says it. */
export interface Part {
  readonly place: Place
  readonly filter: Filter
}

/**
 * Reads tokens by recursive descent: `not` binds tighter than `and`, `and` (or nothing between) tighter than `or`. After
 * an error it reads on, so that all errors show at once.
 */
export class Parser {
  /** Empty when the outermost level is joined by `or`. */
  parts: readonly Part[] = []
  #at = 0
  #gaveUp = false
  readonly #tokens: readonly Token[]
  readonly #reader: AtomReader

  constructor(tokens: readonly Token[], reader: AtomReader) {
    this.#tokens = tokens
    this.#reader = reader
  }

  read(): Filter {
    if (this.#tokens.length === 0) return everything
    const filters = [this.#either(0)]
    for (let token = this.#next(); token; token = this.#next()) {
      this.#reader.notes.error(token.place, 'This bracket was never opened.')
      this.#at++
      if (this.#next()) filters.push(this.#either(0))
    }
    return allOf(filters)
  }

  #next(): Token | undefined {
    return this.#tokens[this.#at]
  }

  #either(depth: number): Filter {
    const choices = [this.#all(depth)]
    while (this.#takeWord('or')) choices.push(this.#all(depth))
    if (depth === 0 && choices.length > 1) this.parts = []
    return anyOf(choices)
  }

  #all(depth: number): Filter {
    const parts: Part[] = []
    do {
      const from = this.#next()?.place.from ?? this.#end()
      const filter = this.#one(depth)
      parts.push({ filter, place: { from, to: Math.max(from, this.#end()) } })
    } while (this.#takeWord('and') || this.#startsOne())
    if (depth === 0) this.parts = parts
    return allOf(parts.map(({ filter }) => filter))
  }

  /** Where the last token read ends. */
  #end(): number {
    return this.#tokens[this.#at - 1]?.place.to ?? 0
  }

  #startsOne(): boolean {
    const token = this.#next()
    return token !== undefined && token.kind !== 'close' && wordOf(token) !== 'or'
  }

  #one(depth: number): Filter {
    const token = this.#next()
    const word = token && wordOf(token)
    if (!token || token.kind === 'close' || word === 'or' || word === 'and') return this.#missing(token)
    this.#at++
    if (token.kind === 'atom' && word === undefined) return this.#atom(token)
    if (depth >= mostNested) return this.#tooDeep(token)
    return token.kind === 'open' ? this.#group(token, depth + 1) : negated(this.#one(depth + 1))
  }

  #atom(token: Atom): Filter {
    return readAtom(token, this.#reader) ?? everything
  }

  #group(open: Token, depth: number): Filter {
    const inside = this.#either(depth)
    if (this.#next()?.kind === 'close') this.#at++
    else if (!this.#gaveUp) this.#reader.notes.error(open.place, 'This bracket is never closed.')
    return inside
  }

  #missing(token: Token | undefined): Filter {
    const before = this.#tokens[this.#at - 1]
    const place = token?.place ?? before?.place ?? { from: 0, to: 0 }
    const word = token && wordOf(token)
    const side = word === undefined || before === undefined ? 'here' : `between this ${word} and what stands before it`
    this.#reader.notes.error(place, `A condition is missing ${side}.`)
    return everything
  }

  /** Nothing behind it is read. */
  #tooDeep({ place }: Token): Filter {
    this.#reader.notes.error(place, `Brackets and negations go at most ${mostNested} deep.`)
    this.#at = this.#tokens.length
    this.#gaveUp = true
    return everything
  }

  #takeWord(word: string): boolean {
    const token = this.#next()
    if (token === undefined || wordOf(token) !== word) return false
    this.#at++
    return true
  }
}

/** `and`, `or` or `not`, when the token is such a word. */
function wordOf(token: Token): string | undefined {
  if (token.kind !== 'atom' || token.key || token.values.length !== 1) return undefined
  const [only, ...more] = token.values[0]?.chunks ?? []
  const word = only?.quoted === false && more.length === 0 ? only.text.toLowerCase() : ''
  return joining.has(word) ? word : undefined
}

import { mostNested } from '../parse/parser.ts'
import type { Clock } from '../times/span.ts'
import type { Answer, Unsupported } from './answer.ts'
import { conditionOf, existsOf } from './conditions.ts'
import type { Token } from './tokens.ts'

/** A piece of our language. `loose`: it needs brackets when something is put beside it. */
interface Piece {
  readonly text: string
  readonly loose: boolean
}

const one = (text: string): Piece => ({ text, loose: false })
const bracketed = ({ text, loose }: Piece): string => (loose ? `(${text})` : text)

/** Recursive descent; in Wireshark too `and` binds tighter than `or`. */
export class Translator {
  readonly unsupported: Unsupported[] = []
  #at = 0
  readonly #text: string
  readonly #tokens: readonly Token[]
  readonly #clock: Clock

  constructor(text: string, tokens: readonly Token[], clock: Clock) {
    this.#text = text
    this.#tokens = tokens
    this.#clock = clock
  }

  translate(): string {
    const pieces: Piece[] = []
    while (this.#at < this.#tokens.length) {
      const before = this.#at
      pieces.push(...this.#either(0))
      const token = this.#tokens[this.#at]
      if (token && (this.#at === before || token.kind !== 'open')) this.#drop(this.#at++, 'not understood')
    }
    return joinedBy(' ', pieces)[0]?.text ?? ''
  }

  #either(depth: number): readonly Piece[] {
    const choices = [...this.#all(depth)]
    while (this.#take('or')) choices.push(...this.#all(depth))
    return joinedBy(' or ', choices)
  }

  #all(depth: number): readonly Piece[] {
    const parts = [...this.#one(depth)]
    while (this.#take('and')) parts.push(...this.#one(depth))
    return joinedBy(' ', parts)
  }

  #one(depth: number): readonly Piece[] {
    if (depth > mostNested) return this.#giveUp()
    if (this.#take('not')) return this.#one(depth + 1).map((piece) => one(negation(piece)))
    if (this.#take('open')) return this.#group(depth + 1)
    return this.#condition()
  }

  #group(depth: number): readonly Piece[] {
    const inside = this.#either(depth)
    this.#take('close')
    return inside
  }

  #condition(): readonly Piece[] {
    const from = this.#at
    const field = this.#tokens[from]
    if (field?.kind !== 'word') return []
    const sign = this.#tokens[from + 1]
    this.#at += 1
    if (sign?.kind !== 'sign' || sign.sign === undefined) return this.#answer(existsOf(field.text), from)
    this.#at += 1
    const values = this.#values()
    return this.#answer(conditionOf(field.text, sign.sign, values, this.#clock), from)
  }

  /** One value, or those of a set. */
  #values(): readonly Token[] {
    if (!this.#take('begin-set')) return this.#value()
    const values: Token[] = []
    for (let found = this.#value(); found.length > 0; found = this.#value()) {
      values.push(...found)
      this.#take('comma')
    }
    this.#take('end-set')
    return values
  }

  #value(): readonly Token[] {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'word' && token?.kind !== 'string') return []
    this.#at += 1
    return [token]
  }

  #answer(answer: Answer, from: number): readonly Piece[] {
    if ('filter' in answer) return [{ text: answer.filter, loose: answer.loose }]
    this.#drop(from, answer.reason)
    return []
  }

  #drop(first: number, reason: string): void {
    const from = this.#tokens[first]?.place.from ?? this.#text.length
    const to = this.#tokens[Math.max(first, this.#at - 1)]?.place.to ?? this.#text.length
    this.unsupported.push({ text: this.#text.slice(from, to), place: { from, to }, reason })
  }

  #giveUp(): readonly Piece[] {
    const from = this.#at
    this.#at = this.#tokens.length
    this.#drop(from, `deeper than ${mostNested} brackets`)
    return []
  }

  #take(kind: Token['kind']): boolean {
    if (this.#tokens[this.#at]?.kind !== kind) return false
    this.#at += 1
    return true
  }
}

function joinedBy(joint: ' ' | ' or ', pieces: readonly Piece[]): readonly Piece[] {
  if (pieces.length < 2) return pieces
  return [{ text: pieces.map(bracketed).join(joint), loose: true }]
}

function negation(piece: Piece): string {
  const inner = bracketed(piece)
  return inner.startsWith('-') ? inner.slice(1) : `-${inner}`
}

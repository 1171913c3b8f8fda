import { tokensOf, type Token, type TokenKind } from './tokens.ts'

/** What stands in a comparison or behind a connector. */
export interface Operand {
  /** Index behind it. */
  readonly end: number
  /** Its text when it is a number or a string, quotes taken off. */
  readonly constant: string | undefined
  readonly call: boolean
}

export interface Comparison {
  readonly end: number
  /** Between two constants. */
  readonly constant: boolean
  /** And true whatever the table holds. */
  readonly always: boolean
}

/** Looking further for a bracket or a quote that closes would make the time quadratic. */
const farthest = 60
const longestString = 12

/** Words that stand between the parts of a statement and name nothing. */
const structure: ReadonlySet<string> = new Set(
  'select from where and or xor union all distinct by order group having limit into values set as on then when else end like in is between'.split(
    ' ',
  ),
)
const likes: ReadonlySet<string> = new Set(['like', 'rlike', 'regexp', 'glob', 'ilike', 'sounds'])
export const isLike = (word: string): boolean => likes.has(word)

/** Tokens of one text, and the small steps of grammar that marks are made of. Every step is bounded. */
export class SqlReader {
  readonly tokens: readonly Token[]
  /** For each token whether the string that the last quote before it belongs to is still open. */
  private readonly open: readonly boolean[]
  /** Single quotes in all. */
  readonly quotes: number

  constructor(text: string) {
    this.tokens = tokensOf(text)
    const counts = new Map<string, number>()
    let open = false
    this.open = this.tokens.map(({ kind, text: quote }) => {
      const before = open
      if (kind === 'quote') {
        const count = (counts.get(quote) ?? 0) + 1
        counts.set(quote, count)
        open = count % 2 === 1
      }
      return before
    })
    this.quotes = counts.get("'") ?? 0
  }

  /** Behind an odd number of quotes: `x' or …` leaves a string open, `'Best' or …` is a word in quotes. */
  isOutside(index: number): boolean {
    return this.open[index] === true
  }

  kind(index: number): TokenKind | undefined {
    return this.tokens[index]?.kind
  }

  isWord(index: number, ...words: readonly string[]): boolean {
    const token = this.tokens[index]
    return token?.kind === 'word' && words.includes(token.text)
  }

  word(index: number): string {
    const token = this.tokens[index]
    return token?.kind === 'word' ? token.text : ''
  }

  isName(index: number): boolean {
    return this.kind(index) === 'word' && !structure.has(this.word(index))
  }

  /** A name or number with a bracket right behind it. */
  isCall(index: number): boolean {
    return this.isName(index) && this.kind(index + 1) === 'open'
  }

  /** Whether a text, a statement or the field ends here. */
  isEnd(index: number): boolean {
    const token = this.tokens[index]
    if (!token) return true
    return ends.has(token.kind) || token.text === '>'
  }

  /** Index behind all tokens of this kind. */
  past(index: number, kind: TokenKind): number {
    let at = index
    while (this.kind(at) === kind && at < index + 8) at++
    return at
  }

  /** Behind the bracket that closes the one here; the end when none does. */
  pastBrackets(open: number): number {
    let depth = 0
    for (let at = open; at < Math.min(this.tokens.length, open + farthest); at++) {
      if (this.kind(at) === 'open') depth++
      else if (this.kind(at) === 'close' && --depth === 0) return at + 1
    }
    return this.tokens.length
  }

  /** Index of the first such word within reach, or -1. */
  find(index: number, word: string): number {
    const last = Math.min(this.tokens.length, index + farthest)
    for (let at = index; at < last; at++) {
      if (this.isWord(at, word)) return at
      if (this.kind(at) === 'edge') return -1
    }
    return -1
  }

  /** @param depth of signs before it that may still be looked through */
  operand(index: number, depth = 3): Operand | undefined {
    if (depth === 0) return undefined
    const token = this.tokens[index]
    switch (token?.kind) {
      case 'quote':
        return this.string(index)
      case 'number':
        return this.sum(index)
      case 'variable':
        return { end: index + 1, constant: undefined, call: false }
      case 'open':
        return { end: this.pastBrackets(index), constant: undefined, call: this.isWord(index + 1, 'select') }
      case 'word':
        return this.named(index, depth)
      default:
        return token?.text === '-' || token?.text === '!' || token?.text === '~'
          ? this.operand(index + 1, depth - 1)
          : undefined
    }
  }

  /** `5`, and `5*5` or `3-1`, which is a constant as well. A `+` counts as a blank: `3+1` are two numbers. */
  private sum(index: number): Operand {
    let end = index + 1
    while (end < index + farthest) {
      if (arithmetic.test(this.tokens[end]?.text ?? '') && this.kind(end + 1) === 'number') end += 2
      else if (this.kind(end) === 'number' && this.isNext(end)) end++
      else break
    }
    return { end, constant: end === index + 1 ? this.tokens[index]?.text : 'a sum', call: false }
  }

  /** Whether a single character parts a token from the one before it. */
  private isNext(index: number): boolean {
    const before = this.tokens[index - 1]
    return before !== undefined && this.tokens[index]?.at === before.at + before.text.length + 1
  }

  private named(index: number, depth: number): Operand | undefined {
    if (this.isWord(index, 'not', 'binary')) return this.operand(index + 1, depth - 1)
    if (this.isWord(index, 'true', 'false')) return { end: index + 1, constant: this.word(index), call: false }
    if (this.kind(index + 1) === 'open' && !structure.has(this.word(index))) {
      return { end: this.pastBrackets(index + 1), constant: undefined, call: true }
    }
    if (!this.isName(index)) return undefined
    return { end: index + 1, constant: undefined, call: false }
  }

  /** A string that nothing closes ends with one word: the application's own query closes it. */
  private string(open: number): Operand {
    const quote = this.tokens[open]?.text
    let constant = ''
    for (let at = open + 1; at <= Math.min(this.tokens.length, open + longestString); at++) {
      const token = this.tokens[at]
      if (token?.kind === 'quote' && token.text === quote) return { end: at + 1, constant, call: false }
      constant += token?.text ?? ''
    }
    return { end: open + 2, constant: this.tokens[open + 1]?.text ?? '', call: false }
  }

  /** `a = b`, `a like 'b'`, `a is null`, `a in (…)`, `a between b and c`. Brackets around either side do not matter. */
  comparison(index: number): Comparison | undefined {
    const left = this.operand(this.past(index, 'open')) ?? this.operand(index)
    if (!left) return undefined
    let at = this.past(left.end, 'close')
    if (this.isWord(at, 'not')) at++
    if (this.kind(at) === 'compare') return this.compared(left, at + 1, this.tokens[at]?.text ?? '')
    if (isLike(this.word(at))) return this.likened(left, at + 1)
    if (this.isWord(at, 'in')) return this.kind(at + 1) === 'open' ? unknown(at + 2) : undefined
    if (this.isWord(at, 'is')) return this.isNothing(at + 1)
    if (this.isWord(at, 'between')) return this.between(left, at + 1)
    return undefined
  }

  private compared(left: Operand, from: number, sign: string): Comparison | undefined {
    const right = this.operand(this.past(from, 'open'))
    if (!right) return undefined
    const constant = left.constant !== undefined && right.constant !== undefined
    const equal = constant && left.constant === right.constant
    return { end: right.end, constant, always: equal && /^(?:=|==|<=>|<=|>=)$/.test(sign) }
  }

  private likened(left: Operand, at: number): Comparison | undefined {
    const right = this.operand(at)
    if (!right || (right.constant === undefined && !right.call)) return undefined
    const constant = left.constant !== undefined && right.constant !== undefined
    return { end: right.end, constant, always: constant && left.constant === right.constant }
  }

  private isNothing(index: number): Comparison | undefined {
    const at = this.isWord(index, 'not') ? index + 1 : index
    return this.isWord(at, 'null', 'true', 'false', 'unknown') ? unknown(at + 1) : undefined
  }

  private between(left: Operand, from: number): Comparison | undefined {
    const low = this.operand(from)
    const high = low && this.isWord(low.end, 'and') ? this.operand(low.end + 1) : undefined
    if (!high) return undefined
    const constant = left.constant !== undefined && high.constant !== undefined
    return { end: high.end, constant, always: false }
  }
}

const arithmetic = /^[-*/%|&^]$/

const unknown = (end: number): Comparison => ({ end, constant: false, always: false })

const ends: ReadonlySet<TokenKind> = new Set(['comment', 'quote', 'semicolon', 'edge', 'at', 'close', 'comma'])

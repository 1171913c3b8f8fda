/**
 * Text as a database would read it. Case, kinds of blanks, `+` of web forms and comments between words make no
 * difference, so that hiding an injection behind them changes nothing.
 */
export interface Token {
  readonly kind: TokenKind
  /** Lower case. */
  readonly text: string
  /** Offset in the text that was given. */
  readonly at: number
  /** Whether blanks or a comment stand before it. */
  readonly gap: boolean
}

export type TokenKind =
  | 'word' // name or keyword, dots included: `information_schema.tables`
  | 'number' // also 0x1f and 127.0.0.1
  | 'variable' // @@version, @x
  | 'quote' // ' " or a back quote: strings are not put together, as an injection begins within one
  | 'compare' // = == <=> < > <= >= <> !=
  | 'join' // || &&
  | 'open'
  | 'close'
  | 'comma'
  | 'semicolon'
  | 'comment' // -- # and a /* that nothing closes
  | 'star'
  | 'at'
  | 'edge' // the < of <sip:…>
  | 'other'

/** Nobody needs more room for an injection, and more would cost us time. */
export const longestText = 4096

const blank = /[\s\0+]/
const wordStart = /[a-z_\u0080-\uffff]/
const wordPart = /[a-z0-9_$.\u0080-\uffff]/

/** In linear time. */
export function tokensOf(text: string): readonly Token[] {
  return new Lexer(plain(text.slice(0, longestText))).all()
}

/** Full-width and look-alike characters that databases take for the ASCII ones, one for one, so that offsets stay. */
function plain(text: string): string {
  const lower = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  if (!beyondAscii.test(lower)) return lower
  return lower
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0).toLowerCase())
    .replace(/[\u02b9\u02bc\u2018\u2019\u2032]/g, "'")
}

const beyondAscii = /[^\x00-\x7f]/

class Lexer {
  private readonly text: string
  private readonly tokens: Token[] = []
  private at = 0
  private gap = false

  constructor(text: string) {
    this.text = text
  }

  all(): readonly Token[] {
    while (this.at < this.text.length) this.next()
    return this.tokens
  }

  private next(): void {
    const char = this.text[this.at] ?? ''
    const two = this.text.slice(this.at, this.at + 2)
    if (blank.test(char)) this.skip(1)
    else if (two === '/*') this.blockComment()
    else if (two === '*/') this.skip(2)
    else if (two === '--') this.take('comment', 2)
    else if (two === '||' || two === '&&') this.take('join', 2)
    else if (two === '@@' || this.isVariable()) this.run('variable', two === '@@' ? 2 : 1, wordPart)
    else if (char >= '0' && char <= '9') this.number()
    else if (wordStart.test(char)) this.run('word', 1, wordPart)
    else if (isCompare(char)) this.compare()
    else this.take(single[char] ?? 'other', 1)
  }

  private skip(count: number): void {
    this.at += count
    this.gap = true
  }

  private take(kind: TokenKind, length: number): void {
    this.tokens.push({ kind, text: this.text.slice(this.at, this.at + length), at: this.at, gap: this.gap })
    this.at += length
    this.gap = false
  }

  private run(kind: TokenKind, from: number, part: RegExp): void {
    let end = this.at + from
    while (end < this.text.length && part.test(this.text[end] ?? '')) end++
    this.take(kind, end - this.at)
  }

  /** `3com` is a word. */
  private number(): void {
    let end = this.at
    while (end < this.text.length && wordPart.test(this.text[end] ?? '')) end++
    const text = this.text.slice(this.at, end)
    this.take(/^(?:0x[0-9a-f]+|[\d.]+(?:e\d+)?)$/.test(text) ? 'number' : 'word', text.length)
  }

  /** `declare @x`: unlike the @ before a host it stands behind a blank or a bracket. */
  private isVariable(): boolean {
    if (this.text[this.at] !== '@' || !wordStart.test(this.text[this.at + 1] ?? '')) return false
    return this.gap || this.tokens.at(-1)?.kind === 'open' || this.tokens.at(-1)?.kind === 'comma'
  }

  private compare(): void {
    if (/^<(?:sips?|tel|urn|https?|mailto|im|pres):/.test(this.text.slice(this.at, this.at + 8))) {
      this.take('edge', 1)
      return
    }
    let length = 1
    while (length < 3 && isCompare(this.text[this.at + length] ?? '')) length++
    const text = this.text.slice(this.at, this.at + length)
    if (text.startsWith('!') && text[1] !== '=') this.take('other', 1)
    else this.take('compare', length)
  }

  /** One that is closed counts as a blank; MySQL runs what stands in one that begins with an exclamation mark. */
  private blockComment(): void {
    const close = this.text.indexOf('*/', this.at + 2)
    if (close === -1) return this.take('comment', 2)
    if (this.text[this.at + 2] !== '!') return this.skip(close + 2 - this.at)
    const version = /^\d{5,6}/.exec(this.text.slice(this.at + 3, Math.min(close, this.at + 9)))
    this.skip(3 + (version?.[0].length ?? 0))
  }
}

const isCompare = (char: string): boolean => char === '=' || char === '<' || char === '>' || char === '!'

const single: Readonly<Record<string, TokenKind>> = {
  "'": 'quote',
  '"': 'quote',
  '`': 'quote',
  '(': 'open',
  ')': 'close',
  ',': 'comma',
  ';': 'semicolon',
  '#': 'comment',
  '*': 'star',
  '@': 'at',
}

import { isBlank, oneLine, readable } from '../text/byte-text.ts'
import type { Head } from './head.ts'
import type { Header, LineEnd } from './message.ts'

/**
 * A header as offsets into the text of the head: of most headers of most messages nobody ever asks the value. All have
 * one shape, which keeps them quick to make and to look through.
 */
export class HeaderLine implements Header {
  readonly key: string
  readonly known: number
  readonly start: number
  readonly nameEnd: number
  readonly colon: number
  readonly end: number
  readonly folded: boolean
  private readonly head: Head
  private readValue: string | undefined = undefined

  constructor(
    head: Head,
    key: string,
    known: number,
    start: number,
    nameEnd: number,
    colon: number,
    end: number,
    folded: boolean,
  ) {
    this.head = head
    this.key = key
    this.known = known
    this.start = start
    this.nameEnd = nameEnd
    this.colon = colon
    this.end = end
    this.folded = folded
  }

  get name(): string {
    return this.shown(this.head.text.slice(this.nameStart, this.nameEnd))
  }

  get value(): string {
    return (this.readValue ??= this.read())
  }

  get nameStart(): number {
    return afterBlanks(this.head.text, this.start, this.nameEnd)
  }

  get valueStart(): number {
    return afterBlanks(this.head.text, Math.min(this.colon + 1, this.end), this.end)
  }

  get valueEnd(): number {
    return beforeBlanks(this.head.text, this.valueStart, this.end)
  }

  get blankBeforeColon(): string {
    return this.colon === this.end ? '' : this.head.text.slice(this.nameEnd, this.colon)
  }

  get blankAfterColon(): string {
    return this.colon === this.end ? '' : this.head.text.slice(this.colon + 1, this.valueStart)
  }

  get lineEnd(): LineEnd {
    return lineEndBefore(this.head.text, this.end)
  }

  text(from: number, to: number): string {
    return this.head.text.slice(from, to)
  }

  private read(): string {
    const { text } = this.head
    const from = this.valueStart
    const written = text.slice(from, beforeBlanks(text, from, this.end))
    return this.shown(this.folded || written.includes('\r') ? oneLine(written) : written)
  }

  private shown(text: string): string {
    return this.head.ascii ? text : readable(text)
  }
}

export function afterBlanks(text: string, from: number, to: number): number {
  let at = from
  while (at < to && isBlank(text.charCodeAt(at))) at++
  return at
}

function beforeBlanks(text: string, from: number, to: number): number {
  let at = to
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--
  return at
}

/** How the line ends that ends before this offset. */
export function lineEndBefore(text: string, end: number): LineEnd {
  if (text[end - 1] === '\n') return text[end - 2] === '\r' ? 'crlf' : 'lf'
  return text[end - 1] === '\r' ? 'cr' : 'none'
}

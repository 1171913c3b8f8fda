import { faultsOfMessage } from '../fault/check.ts'
import type { Fault } from '../fault/fault.ts'
import { parseContentLength } from '../header/content-length.ts'
import { endOfLine, type Head } from './head.ts'
import { lineEndBefore } from './header-line.ts'
import { headerValue, type Header, type LineEnd, type SipMessage } from './message.ts'
import { parseStartLine } from './start-line.ts'
import { faultsOfStructure } from './structure.ts'

/** A message that makes what it is asked for, once. */
export class ParsedMessage implements SipMessage {
  readonly bytes: Uint8Array
  readonly start: SipMessage['start']
  readonly headers: readonly Header[]
  readonly startAt: number
  readonly headersAt: number
  readonly headersEnd: number
  readonly bodyAt: number
  private readonly head: Head
  private readonly lineFaults: readonly Fault[]
  private knownBodyEnd = -1
  private knownFaults: readonly Fault[] | undefined = undefined

  constructor(
    bytes: Uint8Array,
    head: Head,
    headers: readonly Header[],
    startAt: number,
    headersAt: number,
    headersEnd: number,
    bodyAt: number,
    lineFaults: readonly Fault[],
  ) {
    this.bytes = bytes
    this.head = head
    this.headers = headers
    this.startAt = startAt
    this.headersAt = headersAt
    this.headersEnd = headersEnd
    this.bodyAt = bodyAt
    this.lineFaults = lineFaults
    this.start = parseStartLine(this.startLine(), head.ascii)
  }

  /** On a datagram the body is as long as Content-Length says and what follows is surplus (RFC 3261 §18.3). */
  get bodyEnd(): number {
    if (this.bodyAt === this.bytes.length) return this.bodyAt
    if (this.knownBodyEnd === -1) this.knownBodyEnd = Math.min(this.bytes.length, this.bodyAt + this.saidLength())
    return this.knownBodyEnd
  }

  get body(): Uint8Array {
    return this.bytes.subarray(this.bodyAt, this.bodyEnd)
  }

  get lineEnds(): LineEnd | 'mixed' {
    let all: LineEnd | undefined
    for (let at = this.startAt; at < this.bodyAt;) {
      at = endOfLine(this.head, at)
      const one = lineEndBefore(this.head.text, at)
      if (one !== 'none' && one !== (all ??= one)) return 'mixed'
    }
    return all ?? 'none'
  }

  get faults(): readonly Fault[] {
    if (this.knownFaults === undefined) {
      const structure = faultsOfStructure(this, this.head, () => this.startLine(), this.lineFaults)
      const values = faultsOfMessage(this)
      this.knownFaults = structure.length === 0 ? values : [...structure, ...values]
    }
    return this.knownFaults
  }

  /** Without a Content-Length that can be read the body goes on to the end. */
  private saidLength(): number {
    const written = headerValue(this, 'content-length')
    return (written === undefined ? undefined : parseContentLength(written)) ?? this.bytes.length
  }

  private startLine(): string {
    const { text } = this.head
    let end = this.headersAt
    if (text.charCodeAt(end - 1) === 10) end--
    if (text.charCodeAt(end - 1) === 13) end--
    return text.slice(this.startAt, Math.max(end, this.startAt))
  }
}

import { endOfPlain } from './letters.ts'

const AT = 64

/** A Call-ID in its usual form: plain letters, perhaps an `@` and more of them. */
export class IdGlance {
  /** Whether the value is in the usual form. Nothing else is set when it is not. */
  usual = false
  from = 0
  /** Offset of the `@`, or of the end. */
  host = 0
  to = 0

  read(bytes: Uint8Array, from: number, to: number): boolean {
    const end = endOfPlain(bytes, from, to)
    this.from = from
    this.host = end
    this.to = to
    this.usual = end > from && (end === to || (bytes[end] === AT && endsPlain(bytes, end + 1, to)))
    return this.usual
  }
}

const endsPlain = (bytes: Uint8Array, from: number, to: number): boolean =>
  to > from && endOfPlain(bytes, from, to) === to

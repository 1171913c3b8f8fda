/**
 * Where the parts of a value stand, for screens that mark them in the raw bytes. Only display reads pieces: the rules
 * read values, which cost less.
 */
export type PieceKind =
  | 'element' // one of several values in a row
  | 'star' // the `*` of a Contact that takes every registration away
  | 'display'
  | 'uri'
  | 'scheme'
  | 'user'
  | 'password'
  | 'host'
  | 'port'
  | 'uri-param'
  | 'uri-header'
  | 'param'
  | 'value' // of a parameter
  | 'protocol' // `SIP/2.0` of a Via
  | 'transport'
  | 'sequence'
  | 'method'
  | 'version'
  | 'status'
  | 'reason'
  | 'auth-scheme'
  | 'token'
  | 'type' // of a media type
  | 'subtype'
  | 'local' // of a Call-ID, before the @
  | 'number'
  | 'code'
  | 'agent'
  | 'text'
  | 'comment'

/** Half-open range; quotes and angle brackets stand outside of what they hold. */
export interface Piece {
  readonly kind: PieceKind
  /** Lower-case name of a parameter or URI header: the sender's text. */
  readonly name?: string
  readonly start: number
  readonly end: number
  /** Pieces within this one, in order, without overlap. */
  readonly inside: readonly Piece[]
}

export const piece = (kind: PieceKind, start: number, end: number, inside: readonly Piece[] = []): Piece => ({
  kind,
  start,
  end,
  inside,
})

/** Range without blanks at its ends. */
export function trimmed(text: string, from: number, to: number): readonly [number, number] {
  let start = from
  let end = to
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return [start, end]
}

const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 13 || code === 10

/** The trimmed range as one piece; nothing when it is empty. */
export function trimmedPiece(kind: PieceKind, text: string, from: number, to: number): readonly Piece[] {
  const [start, end] = trimmed(text, from, to)
  return start < end ? [piece(kind, start, end)] : []
}

/** First offset of `wanted` in the range, or -1. */
export function indexIn(text: string, wanted: string, from: number, to: number): number {
  const at = text.indexOf(wanted, from)
  return at < to ? at : -1
}

/** The same pieces, `by` further on. */
export const shifted = (pieces: readonly Piece[], by: number): readonly Piece[] =>
  pieces.map((part) => ({
    ...part,
    start: part.start + by,
    end: part.end + by,
    inside: shifted(part.inside, by),
  }))

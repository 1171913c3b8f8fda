import { hostPortPieces } from './uri-pieces.ts'
import { paramPieces, valuePiece } from './param-pieces.ts'
import { indexIn, piece, trimmed, trimmedPiece, type Piece, type PieceKind } from './piece.ts'

/** Readers of values that are no address: each takes a range of the text and gives the pieces in it. */
export type PieceReader = (text: string, from: number, to: number) => readonly Piece[]

/** RFC 3261 §20.42, blanks allowed around the slashes; with the place of each part. */
const viaHead = /^\s*(?<protocol>SIP\s*\/\s*\d+\.\d+)\s*\/\s*(?<transport>[^\s;]+)\s+(?<sentBy>[^;]*)/dis

/** `SIP/2.0/UDP host:port;params` */
export const viaPieces: PieceReader = (text, from, to) => {
  const found = viaHead.exec(text.slice(from, to))?.indices?.groups
  const protocol = found?.['protocol']
  const transport = found?.['transport']
  const sentBy = found?.['sentBy']
  if (!protocol || !transport || !sentBy) return trimmedPiece('text', text, from, to)
  const params = from + sentBy[1] + 1
  return [
    piece('protocol', from + protocol[0], from + protocol[1]),
    piece('transport', from + transport[0], from + transport[1]),
    ...hostPortPieces(text, from + sentBy[0], from + sentBy[1]),
    ...(params < to ? paramPieces(text, params, to) : []),
  ]
}

/** Words parted by blanks, one kind each; the last takes the rest. */
const words =
  (...kinds: readonly PieceKind[]): PieceReader =>
  (text, from, to) => {
    const pieces: Piece[] = []
    let at = from
    for (const [index, kind] of kinds.entries()) {
      const [start, end] = trimmed(text, at, to)
      if (start === end) break
      const blank = index === kinds.length - 1 ? -1 : text.slice(start, end).search(/[ \t\r\n]/)
      at = blank === -1 ? end : start + blank
      pieces.push(piece(kind, start, at))
    }
    return pieces
  }

export const cseqPieces = words('sequence', 'method')
export const requestLinePieces = words('method', 'uri', 'version')
export const statusLinePieces = words('version', 'status', 'reason')

export const textPiece: PieceReader = (text, from, to) => trimmedPiece('text', text, from, to)
export const tokenPiece: PieceReader = (text, from, to) => trimmedPiece('token', text, from, to)

/** `local@host` */
export const callIdPieces: PieceReader = (text, from, to) => {
  const at = indexIn(text, '@', from, to)
  if (at === -1) return trimmedPiece('local', text, from, to)
  return [...trimmedPiece('local', text, from, at), ...trimmedPiece('host', text, at + 1, to)]
}

/** `Digest name=value, name="value"`: credentials and challenges, never a comma list. */
export const authPieces: PieceReader = (text, from, to) => {
  const [scheme] = words('auth-scheme', 'text')(text, from, to)
  return scheme ? [scheme, ...paramPieces(text, scheme.end, to, ',')] : []
}

export const infoPieces: PieceReader = (text, from, to) => paramPieces(text, from, to, ',')

/** Something, then parameters behind the first `;`. */
const withParams =
  (head: PieceReader): PieceReader =>
  (text, from, to) => {
    const semicolon = indexIn(text, ';', from, to)
    if (semicolon === -1) return head(text, from, to)
    return [...head(text, from, semicolon), ...paramPieces(text, semicolon + 1, to)]
  }

/** `type/subtype;params` */
export const mediaPieces = withParams((text, from, to) => {
  const slash = indexIn(text, '/', from, to)
  if (slash === -1) return trimmedPiece('type', text, from, to)
  return [...trimmedPiece('type', text, from, slash), ...trimmedPiece('subtype', text, slash + 1, to)]
})

export const tokenParamsPieces = withParams(tokenPiece)

/** `120 (comment);duration=60`: Expires, Max-Forwards, Retry-After and the like. */
export const numberPieces = withParams((text, from, to) => {
  const open = indexIn(text, '(', from, to)
  const close = open === -1 ? -1 : text.slice(open, to).lastIndexOf(')')
  const number = trimmedPiece('number', text, from, open === -1 ? to : open)
  return open === -1
    ? number
    : [...number, ...trimmedPiece('comment', text, open + 1, close === -1 ? to : open + close)]
})

/** `301 host "text"` */
export const warningPieces: PieceReader = (text, from, to) =>
  words('code', 'agent', 'text')(text, from, to).map((part) =>
    part.kind === 'text' ? valuePiece(text, part.start, part.end, 'text') : part,
  )

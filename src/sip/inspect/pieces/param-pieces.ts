import { splitRanges } from './split.ts'
import { piece, trimmed, type Piece, type PieceKind } from './piece.ts'

/** Parameters between separators: `name`, `name=value`, `name="value"`. Empty ones have no piece. */
export function paramPieces(
  text: string,
  from: number,
  to: number,
  separator: ';' | ',' | '&' = ';',
  kind: PieceKind = 'param',
): readonly Piece[] {
  return splitRanges(text, separator, from, to).flatMap(([start, end]) => paramPiece(kind, text, start, end))
}

function paramPiece(kind: PieceKind, text: string, from: number, to: number): readonly Piece[] {
  const [start, end] = trimmed(text, from, to)
  if (start === end) return []
  const equals = text.slice(start, end).indexOf('=')
  const nameEnd = equals === -1 ? end : start + equals
  const name = text.slice(start, nameEnd).trim().toLowerCase()
  const inside = equals === -1 ? [] : [valuePiece(text, nameEnd + 1, end)]
  return [{ kind, name, start, end, inside }]
}

/** Quotes are left out. */
export function valuePiece(text: string, from: number, to: number, kind: PieceKind = 'value'): Piece {
  const [start, end] = trimmed(text, from, to)
  if (text[start] !== '"') return piece(kind, start, end)
  const closed = end > start + 1 && text[end - 1] === '"'
  return piece(kind, start + 1, closed ? end - 1 : end)
}

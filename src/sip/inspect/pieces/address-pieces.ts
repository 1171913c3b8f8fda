import { openBracket } from '../../header/address.ts'
import { uriPieces } from './uri-pieces.ts'
import { paramPieces, valuePiece } from './param-pieces.ts'
import { indexIn, piece, trimmed, type Piece } from './piece.ts'

/** The pieces of one `"Display" <uri>;params`, `uri;params` or `*`. */
export function addressPieces(text: string, from: number, to: number): readonly Piece[] {
  const [start, end] = trimmed(text, from, to)
  const value = text.slice(start, end)
  if (value === '*') return [piece('star', start, end)]
  const open = openBracket(value)
  return open === -1 ? addrSpec(text, start, end) : nameAddr(text, start, start + open, end)
}

function nameAddr(text: string, start: number, open: number, end: number): readonly Piece[] {
  const display = valuePiece(text, start, open, 'display')
  const close = indexIn(text, '>', open, end)
  const uri = uriPiece(text, open + 1, close === -1 ? end : close)
  const params = close === -1 ? [] : paramPieces(text, afterSemicolon(text, close + 1, end), end)
  return [...(display.start < display.end ? [display] : []), ...uri, ...params]
}

function addrSpec(text: string, start: number, end: number): readonly Piece[] {
  const semicolon = indexIn(text, ';', start, end)
  if (semicolon === -1) return uriPiece(text, start, end)
  return [...uriPiece(text, start, semicolon), ...paramPieces(text, semicolon + 1, end)]
}

function uriPiece(text: string, from: number, to: number): readonly Piece[] {
  const [start, end] = trimmed(text, from, to)
  return start < end ? [piece('uri', start, end, uriPieces(text, start, end))] : []
}

/** What stands before the first `;` belongs to no parameter. */
function afterSemicolon(text: string, from: number, to: number): number {
  const semicolon = indexIn(text, ';', from, to)
  return semicolon === -1 ? to : semicolon + 1
}

import { indexIn, piece, trimmedPiece, type Piece } from './piece.ts'
import { paramPieces } from './param-pieces.ts'

/** The pieces of a URI, read as `parseUri` reads it. Only sip, sips and tel URIs are taken apart behind the scheme. */
export function uriPieces(text: string, from: number, to: number): readonly Piece[] {
  const colon = endOfScheme(text.slice(from, to))
  if (colon === -1) return []
  const scheme = piece('scheme', from, from + colon)
  const rest = from + colon + 1
  const name = text.slice(from, from + colon).toLowerCase()
  if (name === 'tel') return [scheme, ...telPieces(text, rest, to)]
  return name === 'sip' || name === 'sips' ? [scheme, ...sipPieces(text, rest, to)] : [scheme]
}

function telPieces(text: string, from: number, to: number): readonly Piece[] {
  const semicolon = indexIn(text, ';', from, to)
  if (semicolon === -1) return trimmedPiece('user', text, from, to)
  return [...trimmedPiece('user', text, from, semicolon), ...paramPieces(text, semicolon + 1, to, ';', 'uri-param')]
}

function sipPieces(text: string, from: number, to: number): readonly Piece[] {
  const at = text.slice(from, to).lastIndexOf('@')
  if (at === -1) return hostPieces(text, from, to)
  return [...userPieces(text, from, from + at), ...hostPieces(text, from + at + 1, to)]
}

function userPieces(text: string, from: number, to: number): readonly Piece[] {
  const colon = indexIn(text, ':', from, to)
  if (colon === -1) return trimmedPiece('user', text, from, to)
  return [...trimmedPiece('user', text, from, colon), ...trimmedPiece('password', text, colon + 1, to)]
}

function hostPieces(text: string, from: number, to: number): readonly Piece[] {
  const question = indexIn(text, '?', from, to)
  const paramsEnd = question === -1 ? to : question
  const semicolon = indexIn(text, ';', from, paramsEnd)
  const hostEnd = semicolon === -1 ? paramsEnd : semicolon
  return [
    ...hostPortPieces(text, from, hostEnd),
    ...(semicolon === -1 ? [] : paramPieces(text, semicolon + 1, paramsEnd, ';', 'uri-param')),
    ...(question === -1 ? [] : paramPieces(text, question + 1, to, '&', 'uri-header')),
  ]
}

/** Also takes IPv6 without brackets, which cannot have a port (RFC 5118 §4.2). */
export function hostPortPieces(text: string, from: number, to: number): readonly Piece[] {
  const [whole] = trimmedPiece('host', text, from, to)
  if (!whole) return []
  const bracket = text[whole.start] === '[' ? indexIn(text, ']', whole.start, whole.end) : -1
  const colon = bracket === -1 ? onlyColon(text, whole) : indexIn(text, ':', bracket, whole.end)
  const host = bracket === -1 ? [whole.start, colon === -1 ? whole.end : colon] : [whole.start + 1, bracket]
  const port = colon === -1 ? [] : trimmedPiece('port', text, colon + 1, whole.end)
  return [...trimmedPiece('host', text, host[0] ?? 0, host[1] ?? 0), ...port]
}

function onlyColon(text: string, { start, end }: Piece): number {
  const colon = indexIn(text, ':', start, end)
  return colon !== -1 && indexIn(text, ':', colon + 1, end) === -1 ? colon : -1
}

/** Offset of the colon behind the scheme, or -1 (RFC 3986 §3.1). */
const endOfScheme = (text: string): number => /^[A-Za-z][A-Za-z0-9+\-.]*(?=:)/.exec(text)?.[0].length ?? -1

import type { Piece, PieceKind } from './pieces/pieces.ts'
import { unquote } from '../header/quoting.ts'
import { partOf, type Part } from './part.ts'

const names: Readonly<Partial<Record<PieceKind, string>>> = { uri: 'URI', element: 'value', sequence: 'number' }

/**
 * The pieces of a value as parts. A list of one value is that value, and a value in one piece has no parts.
 *
 * @param text the byte text of the message, which the pieces' offsets count from
 */
export function valueParts(text: string, pieces: readonly Piece[]): readonly Part[] {
  const [only] = pieces
  if (only && pieces.length === 1) {
    if (only.kind === 'element') return valueParts(text, only.inside)
    if (only.inside.length === 0 && plain.has(only.kind)) return []
  }
  return pieces.map((piece) => pieceAsPart(text, piece))
}

/** Kinds that say no more than the whole value does. */
const plain: ReadonlySet<PieceKind> = new Set(['text', 'token', 'number', 'local', 'type', 'star'])

function pieceAsPart(text: string, piece: Piece): Part {
  const { kind, start, end, inside } = piece
  if (kind === 'param' || kind === 'uri-param' || kind === 'uri-header') return paramAsPart(text, piece)
  const name = names[kind] ?? kind
  const parts = valueParts(text, inside)
  return partOf({
    start,
    end,
    name,
    key: name.toLowerCase(),
    value: withoutEscapes(kind, text.slice(start, end)),
    parts,
  })
}

/** Parameters of a URI keep their sign in paths: `;user=phone` is not the user. */
function paramAsPart(text: string, { kind, name = '', start, end, inside }: Piece): Part {
  const [value] = inside
  const sign = kind === 'uri-param' ? ';' : kind === 'uri-header' ? '?' : ''
  const said = value ? text.slice(value.start, value.end) : ''
  const quoted = value !== undefined && text[value.start - 1] === '"'
  return partOf({ start, end, name, key: `${sign}${name}`, value: quoted ? unquote(`"${said}"`) : said })
}

const withoutEscapes = (kind: PieceKind, text: string): string =>
  kind === 'display' && text.includes('\\') ? unquote(`"${text}"`) : text

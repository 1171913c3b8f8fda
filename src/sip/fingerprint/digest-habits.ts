/** Order and quoting of the fields of a digest, as numbers: which field (4 bits), quoted (1), gap before it (2). */
export type DigestField = number

const fields = [
  ['', ''],
  ['u', 'username'],
  ['r', 'realm'],
  ['n', 'nonce'],
  ['i', 'uri'],
  ['s', 'response'],
  ['a', 'algorithm'],
  ['c', 'cnonce'],
  ['o', 'opaque'],
  ['q', 'qop'],
  ['k', 'nc'],
] as const
const otherField = 15
const quoted = 1 << 4
const mostFields = 14
const [noGap, oneBlank, otherGap] = [0, 1, 2]
const QUOTE = 34
const COMMA = 44

/** Writes the fields of the first digest behind the scheme into `into` from `at` on; answers where it stopped. */
export function readDigest(bytes: Uint8Array, from: number, to: number, into: Int32Array, at: number): number {
  const first = behindScheme(bytes, from, to)
  const last = at + mostFields
  let start = first
  while (start < to && at < last) {
    const name = skipBlanks(bytes, start, to)
    const end = endOfField(bytes, name, to)
    into[at++] = fieldOf(bytes, name, end) | (gap(bytes, start, name, start === first) << 5)
    start = end + 1
  }
  return at
}

function behindScheme(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && !isBlank(bytes[at])) at++
  return skipBlanks(bytes, at, to)
}

function skipBlanks(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isBlank(bytes[at])) at++
  return at
}

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9 || byte === 13 || byte === 10

function gap(bytes: Uint8Array, from: number, name: number, isFirst: boolean): number {
  if (isFirst || name === from) return noGap
  return name === from + 1 && bytes[from] === 32 ? oneBlank : otherGap
}

function endOfField(bytes: Uint8Array, from: number, to: number): number {
  let inside = false
  for (let at = from; at < to; at++) {
    if (bytes[at] === QUOTE) inside = !inside
    else if (bytes[at] === COMMA && !inside) return at
  }
  return to
}

function fieldOf(bytes: Uint8Array, from: number, to: number): number {
  let equals = from
  while (equals < to && bytes[equals] !== 61) equals++
  const field = fieldNamed(bytes, from, equals - from)
  return bytes[equals + 1] === QUOTE ? field | quoted : field
}

/** Two letters and the length tell the ten names of RFC 3261 §25.1 apart. */
const fieldKeys: ReadonlyMap<number, number> = new Map(
  fields.flatMap(([, name], at) =>
    name === '' ? [] : [[key(name.charCodeAt(0), name.charCodeAt(1), name.length), at] as const],
  ),
)

function key(first: number, second: number, length: number): number {
  return ((first | 32) << 16) | ((second | 32) << 8) | length
}

const fieldNamed = (bytes: Uint8Array, from: number, length: number): number =>
  length > 16 ? otherField : (fieldKeys.get(key(bytes[from] ?? 0, bytes[from + 1] ?? 0, length)) ?? otherField)

/** e.g. `u r n i s a'`: a letter per field, `'` behind one without quotes, `_` before one behind a comma and a blank. */
export function digestText(read: readonly DigestField[]): string {
  return read.map(fieldText).join('')
}

function fieldText(field: DigestField): string {
  const letter = fields[field & 15]?.[0] ?? 'x'
  const before = field >> 5 === noGap ? '' : field >> 5 === oneBlank ? '_' : '~'
  return `${before}${letter}${(field & quoted) === 0 ? "'" : ''}`
}

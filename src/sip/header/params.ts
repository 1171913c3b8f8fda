/** Parameters by lower-case name; quoted values are unquoted, and a name without `=` has the value ''. First one wins. */
export type Params = ReadonlyMap<string, string>

const none: Params = new Map()

/** Reads `;a=1;b="x;y";c`. Text before the first separator is left out. */
export function parseParams(text: string, separator: ';' | ',' = ';'): Params {
  if (text === '') return none
  const params = new Map<string, string>()
  for (const part of splitOutsideQuotes(text, separator)) {
    const equals = part.indexOf('=')
    const name = (equals === -1 ? part : part.slice(0, equals)).trim().toLowerCase()
    if (name !== '' && !params.has(name)) params.set(name, equals === -1 ? '' : unquote(part.slice(equals + 1).trim()))
  }
  return params
}

/** Parts between separators that stand outside quoted strings and angle brackets. */
export function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  if (!text.includes('"') && !text.includes('<')) return text.split(separator)
  return splitRanges(text, separator, 0, text.length).map(([from, to]) => text.slice(from, to))
}

/** Ranges of the same parts within a range of the text. */
export function splitRanges(
  text: string,
  separator: string,
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = []
  let start = from
  for (const at of outside(text, separator, from, to)) {
    ranges.push([start, at])
    start = at + 1
  }
  return [...ranges, [start, to]]
}

/** Offset of the first such character outside quoted strings and angle brackets, or -1. */
export function firstOutside(text: string, wanted: string): number {
  for (const at of outside(text, wanted, 0, text.length)) return at
  return -1
}

function* outside(text: string, wanted: string, from: number, to: number): Generator<number> {
  let bracket = false
  /** False once a quote was found that nothing closes: looking again at each further one would take quadratic time. */
  let quoting = true
  for (let at = from; at < to; at++) {
    const char = text[at]
    if (char === wanted && !bracket) yield at
    else if (char === '"' && quoting) {
      const close = endOfQuoted(text, at, to)
      quoting = close !== at
      at = close
    } else if (char === '<') bracket = true
    else if (char === '>') bracket = false
  }
}

/** Offset of the closing quote; of the opening one when it is never closed, so that the rest stays readable. */
export function endOfQuoted(text: string, open: number, to = text.length): number {
  for (let at = open + 1; at < to; at++) {
    const char = text[at]
    if (char === '\\') at++
    else if (char === '"') return at
  }
  return open
}

/** Takes off the quotes and the backslashes inside them (RFC 3261 §25.1 quoted-pair). */
export function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  const inside = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1)
  return inside.includes('\\') ? inside.replace(/\\(.)/gs, '$1') : inside
}

/** Offset of the closing quote; of the opening one when it is never closed, so that the rest stays readable. */
export function endOfQuoted(text: string, open: number): number {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === 34) return at
  }
  return open
}

/** Takes off the quotes and the backslashes inside them (RFC 3261 §25.1 quoted-pair). */
export function unquote(text: string): string {
  if (text.charCodeAt(0) !== 34) return text
  const inside = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1)
  return inside.includes('\\') ? inside.replace(/\\(.)/gs, '$1') : inside
}

/**
 * Finds characters outside quoted strings and angle brackets, always going on from where it was. It remembers a quote
 * that nothing closes: looking for its end again at each further quote would take quadratic time.
 */
export class Outside {
  private readonly text: string
  /** Most values hold neither quote nor bracket. */
  private readonly plain: boolean
  private quoting = true

  constructor(text: string) {
    this.text = text
    this.plain = !text.includes('"') && !text.includes('<')
  }

  /** Offset of the next such character, or -1. Call it with growing offsets, each outside quotes and brackets. */
  next(wanted: string, from: number): number {
    return this.plain ? this.text.indexOf(wanted, from) : this.scan(wanted.charCodeAt(0), from)
  }

  private scan(wanted: number, from: number): number {
    let bracket = false
    for (let at = from; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at)
      if (code === wanted && !bracket) return at
      if (code === 34 && this.quoting) at = this.endOfQuoted(at)
      else if (code === 60) bracket = true
      else if (code === 62) bracket = false
    }
    return -1
  }

  private endOfQuoted(open: number): number {
    const close = endOfQuoted(this.text, open)
    this.quoting = close !== open
    return close
  }
}

/** Offset of the first such character outside quoted strings and angle brackets, or -1. */
export const firstOutside = (text: string, wanted: string): number => new Outside(text).next(wanted, 0)

/** Parts between separators that stand outside quoted strings and angle brackets, blanks cut off, empty ones too. */
export const splitOutside = (text: string, separator: ',' | ';' | '&'): readonly string[] =>
  partsOutside(text, separator).map((part) => part.trim())

/** The same with their blanks: joined by the separator they are the text again. */
export function partsOutside(text: string, separator: ',' | ';' | '&'): readonly string[] {
  const parts: string[] = []
  const outside = new Outside(text)
  let from = 0
  for (let at = outside.next(separator, 0); at !== -1; at = outside.next(separator, from)) {
    parts.push(text.slice(from, at))
    from = at + 1
  }
  parts.push(text.slice(from))
  return parts
}

import { endOfQuoted } from '../../header/quoting.ts'

/** Parts of one list; the last one holds the rest. Real lists have below 40. */
const mostParts = 200

/** Ranges between separators that stand outside quoted strings and angle brackets, within a range of the text. */
export function splitRanges(
  text: string,
  separator: string,
  from: number,
  to: number,
): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = []
  let start = from
  for (const at of outside(text, separator, from, to)) {
    if (ranges.length === mostParts - 1) break
    ranges.push([start, at])
    start = at + 1
  }
  return [...ranges, [start, to]]
}

function* outside(text: string, wanted: string, from: number, to: number): Generator<number> {
  const within = text.slice(0, to)
  let bracket = false
  /** False once a quote was found that nothing closes: looking again at each further one would take quadratic time. */
  let quoting = true
  for (let at = from; at < to; at++) {
    const char = within[at]
    if (char === wanted && !bracket) yield at
    else if (char === '"' && quoting) {
      const close = endOfQuoted(within, at)
      quoting = close !== at
      at = close
    } else if (char === '<') bracket = true
    else if (char === '>') bracket = false
  }
}

/** Longer words are no slips of the finger. */
const longest = 40
const mostWords = 3

/** Those of `words` that somebody who typed `typed` may have meant, nearest first, at most three. */
export function nearestWords(typed: string, words: readonly string[]): readonly string[] {
  const wanted = typed.toLowerCase()
  if (wanted === '' || wanted.length > longest) return []
  const far = Math.max(1, Math.floor(wanted.length / 3))
  return words
    .map((word) => ({ word, distance: distanceOf(wanted, word.toLowerCase()) }))
    .filter(({ distance }) => distance <= far)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, mostWords)
    .map(({ word }) => word)
}

/** Beginnings and middles count as near: `meth`, `fraud`. */
function distanceOf(typed: string, word: string): number {
  if (word.length > longest) return Infinity
  if (typed.length >= 2 && word.startsWith(typed)) return 0.5
  if (typed.length >= 3 && word.includes(typed)) return 0.9
  return editDistance(typed, word)
}

/** Letters put in, left out, changed, or exchanged with their neighbour. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = []
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) next.push(cellOf(a, b, i, j, { next, row, before }))
    before = row
    row = next
  }
  return row[b.length] ?? Infinity
}

interface Rows {
  readonly next: readonly number[]
  readonly row: readonly number[]
  readonly before: readonly number[]
}

function cellOf(a: string, b: string, i: number, j: number, { next, row, before }: Rows): number {
  const at = (cells: readonly number[], place: number): number => cells[place] ?? Infinity
  const same = a.charAt(i - 1) === b.charAt(j - 1)
  const usual = Math.min(at(row, j) + 1, at(next, j - 1) + 1, at(row, j - 1) + (same ? 0 : 1))
  const swapped = i > 1 && j > 1 && a.charAt(i - 1) === b.charAt(j - 2) && a.charAt(i - 2) === b.charAt(j - 1)
  return swapped ? Math.min(usual, at(before, j - 2) + 1) : usual
}

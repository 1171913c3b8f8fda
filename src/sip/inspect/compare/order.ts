/**
 * Longest common subsequence of two short lists: the places, as pairs, that keep their order in both. Quadratic, so the
 * lists are bounded: what stands beyond the bound is in no pair.
 */
export function keptOrder(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  const [height, width] = [Math.min(a.length, longest), Math.min(b.length, longest)]
  const lengths = table(a, b, height, width)
  const pairs: [number, number][] = []
  let [row, column] = [0, 0]
  while (row < height && column < width) {
    if (a[row] === b[column]) pairs.push([row++, column++])
    else if (at(lengths, width, row + 1, column) >= at(lengths, width, row, column + 1)) row++
    else column++
  }
  return pairs
}

/** More than a message may have headers, or lines of a body that are taken apart. */
const longest = 512

/** Length of the longest common subsequence of what stands from each pair of places on. */
function table(a: readonly string[], b: readonly string[], height: number, width: number): Uint16Array {
  const lengths = new Uint16Array((height + 1) * (width + 1))
  for (let row = height - 1; row >= 0; row--)
    for (let column = width - 1; column >= 0; column--)
      lengths[row * (width + 1) + column] =
        a[row] === b[column]
          ? at(lengths, width, row + 1, column + 1) + 1
          : Math.max(at(lengths, width, row + 1, column), at(lengths, width, row, column + 1))
  return lengths
}

const at = (lengths: Uint16Array, width: number, row: number, column: number): number =>
  lengths[row * (width + 1) + column] ?? 0

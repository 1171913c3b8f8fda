/** Which sources are together (union-find). The partition depends on what was joined, never on the order. */
export interface Union {
  /** The one that stands for its group: that with the least mark. */
  readonly find: (item: number) => number
  readonly join: (one: number, other: number) => void
  /** Order of two items by their marks, for what has to be settled somehow. */
  readonly order: (one: number, other: number) => number
}

/** @param marks one for each item; unlike their numbers they do not depend on who came first. */
export function createUnion(marks: readonly number[]): Union {
  const parent = Int32Array.from({ length: marks.length }, (_, at) => at)
  const find = (item: number): number => {
    let root = item
    for (let up = parent[root] ?? root; up !== root; up = parent[root] ?? root) root = up
    for (let at = item; at !== root;) {
      const next = parent[at] ?? root
      parent[at] = root
      at = next
    }
    return root
  }
  const order = (one: number, other: number): number => (marks[one] ?? 0) - (marks[other] ?? 0)
  const join = (one: number, other: number): void => {
    const [a, b] = [find(one), find(other)]
    if (a === b) return
    if (order(a, b) < 0) parent[b] = a
    else parent[a] = b
  }
  return { find, join, order }
}

export interface Score {
  /** Of the pairs put together, how many belong together. */
  readonly precision: number
  /** Of the pairs that belong together, how many are put together. */
  readonly recall: number
}

/** @param owners by source. @param groups sources put together; one that is in none stands alone. */
export function scorePairs(owners: ReadonlyMap<string, string>, groups: Iterable<readonly string[]>): Score {
  let together = 0
  let right = 0
  for (const group of groups) {
    together += pairs(group.length)
    for (const of of sizes(group.map((source) => owners.get(source) ?? source))) right += pairs(of)
  }
  let wanted = 0
  for (const size of sizes([...owners.values()])) wanted += pairs(size)
  return { precision: together === 0 ? 1 : right / together, recall: wanted === 0 ? 1 : right / wanted }
}

const pairs = (count: number): number => (count * (count - 1)) / 2

function sizes(names: readonly string[]): Iterable<number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts.values()
}

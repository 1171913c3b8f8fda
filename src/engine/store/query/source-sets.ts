/** Sources that are told one after the other, some of them many times. */
export interface SourceSet {
  add(source: number, messages: number): void
  size(): number
}

/** A list of so many ids takes less memory than a byte for each source, and is slower. */
const sparseOf = 32

/** @param length one more than the greatest id of a source. */
export function sourceSet(length: number): SourceSet {
  const few = new Set<number>()
  let all: Uint8Array | undefined
  let size = 0
  return {
    add: (source) => {
      if (!all) {
        few.add(source)
        if (few.size * sparseOf < length) return
        all = new Uint8Array(length)
        for (const id of few) all[id] = 1
        size = few.size
        few.clear()
      } else if (all[source] === 0) {
        all[source] = 1
        size += 1
      }
    },
    size: () => (all ? size : few.size),
  }
}

/** The same where corrections may take a source back. */
export function correctedSourceSet(): SourceSet {
  const sums = new Map<number, number>()
  return {
    add: (source, messages) => void sums.set(source, (sums.get(source) ?? 0) + messages),
    size: () => {
      let size = 0
      for (const messages of sums.values()) if (messages > 0) size += 1
      return size
    },
  }
}

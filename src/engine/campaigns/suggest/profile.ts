import { kinds } from './kinds.ts'
import type { Postings } from './postings.ts'

/** What the members of one group have, counted. */
export interface Profile {
  readonly counts: ReadonlyMap<number, number>
  /** Members that have anything of a kind. */
  readonly having: readonly number[]
  /** Things of a kind that one member alone has: how often the next member will bring what nobody brought yet. */
  readonly once: readonly number[]
  readonly add: (source: number) => void
  readonly remove: (source: number) => void
}

export function createProfile({ featuresOf, kindOf }: Postings): Profile {
  const counts = new Map<number, number>()
  const having = kinds.map(() => 0)
  const once = kinds.map(() => 0)
  const bump = (list: number[], kind: number, by: number): number => (list[kind] = (list[kind] ?? 0) + by)
  const change = (source: number, by: 1 | -1): void => {
    let seen = 0
    for (const feature of featuresOf[source] ?? []) {
      const kind = kindOf[feature] ?? 0
      if ((seen & (1 << kind)) === 0) bump(having, kind, by)
      seen |= 1 << kind
      const before = counts.get(feature) ?? 0
      if (before === 1) bump(once, kind, -1)
      if (before + by === 1) bump(once, kind, 1)
      if (before + by === 0) counts.delete(feature)
      else counts.set(feature, before + by)
    }
  }
  return { counts, having, once, add: (source) => change(source, 1), remove: (source) => change(source, -1) }
}

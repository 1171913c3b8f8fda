/** A group that keeps its number while most of it stays together. */
export interface Identified {
  readonly id: number
  /** Its members' numbers. */
  readonly members: readonly number[]
  /** Earlier groups most of which are in it now, besides itself. */
  readonly mergedFrom: readonly number[]
  /** Earlier group that it left. */
  readonly splitFrom: number | undefined
}

interface Overlap {
  readonly old: Identified
  /** Place among the new groups. */
  readonly at: number
  readonly common: number
}

/** A group as it was numbered before. */
export interface Numbered {
  readonly id: number
  readonly members: readonly number[]
}

/**
 * Numbers groups of sources; the same group gets the same number from one time to the next.
 * @param before groups that have their numbers already. @param highest number ever given.
 */
export function createIdentities(
  before: readonly Numbered[] = [],
  highest = 0,
): (groups: readonly (readonly number[])[]) => readonly Identified[] {
  let last: readonly Identified[] = before.map((group) => ({ ...group, mergedFrom: [], splitFrom: undefined }))
  let given = before.reduce((most, { id }) => Math.max(most, id), highest)
  return (groups) => {
    const overlaps = overlapsOf(last, groups)
    const heirs = heirsOf(overlaps)
    const took = new Set(heirs.values())
    last = groups.map((members, at) => {
      const of = overlaps.filter((overlap) => overlap.at === at)
      const id = heirs.get(at) ?? ++given
      const gone = of.filter(({ old, common }) => common * 2 > old.members.length && !took.has(old.id))
      const left = heirs.has(at) ? undefined : of.find(({ common }) => common * 2 > members.length)?.old.id
      return { id, members, mergedFrom: gone.map(({ old }) => old.id), splitFrom: left }
    })
    return last
  }
}

function overlapsOf(last: readonly Identified[], groups: readonly (readonly number[])[]): readonly Overlap[] {
  const oldOf = new Map(last.flatMap((old) => old.members.map((member) => [member, old] as const)))
  return groups.flatMap((members, at) => {
    const common = new Map<Identified, number>()
    for (const member of members) {
      const old = oldOf.get(member)
      if (old) common.set(old, (common.get(old) ?? 0) + 1)
    }
    return [...common].map(([old, count]) => ({ old, at, common: count }))
  })
}

/** The largest part of a group inherits its number, where it is most of what either was. */
function heirsOf(overlaps: readonly Overlap[]): ReadonlyMap<number, number> {
  const heirs = new Map<number, number>()
  const taken = new Set<number>()
  for (const { old, at, common } of overlaps.toSorted((a, b) => b.common - a.common || a.old.id - b.old.id)) {
    if (heirs.has(at) || taken.has(old.id) || common * 2 < old.members.length) continue
    heirs.set(at, old.id)
    taken.add(old.id)
  }
  return heirs
}

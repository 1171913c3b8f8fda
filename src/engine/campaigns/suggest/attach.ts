import type { Known } from './known.ts'
import { likeness } from './likeness.ts'
import { byMark, type Group, type Partition } from './partition.ts'

/** Bits by which a source must be likelier the group's than a stranger's. */
const enough = 5
/** Groups of fewer members say little about what they have. */
export const fewestMembers = 5
const telling = 2

/** Groups that have a rare thing, by the thing; asked for once in a step. */
type Holding = (feature: number) => readonly Group[]

function createHolding({ postings, partition, isRare }: Known): Holding {
  const found = new Map<number, readonly Group[]>()
  const look = (feature: number): readonly Group[] => {
    if (!isRare(feature)) return []
    const groups = new Set<Group>()
    for (const holder of postings.holders[feature] ?? []) {
      const group = partition.of(holder)
      if (group !== undefined && group.members.size >= fewestMembers) groups.add(group)
    }
    return [...groups].filter(({ profile }) => (profile.counts.get(feature) ?? 0) >= telling)
  }
  return (feature) => {
    const known = found.get(feature) ?? look(feature)
    found.set(feature, known)
    return known
  }
}

/** The group that a source is likeliest of, if it is at all. */
function bestOf(known: Known, holding: Holding, source: number): Group | undefined {
  const own = known.partition.of(source)
  const near = new Set((known.postings.featuresOf[source] ?? []).flatMap(holding))
  let best: Group | undefined
  let most = enough
  for (const group of near) {
    if (group === own) continue
    const bits = likeness(known, source, group)
    if (bits > most || (bits === most && best !== undefined && byMark(group, best) < 0)) [best, most] = [group, bits]
  }
  return best
}

/**
 * Lets groups take in sources that stand alone, and groups too small to say much of themselves where half of their
 * members would go. All is decided before anything is joined, so that no order matters.
 */
export function attach(known: Known, sources: Iterable<number>): ReadonlySet<Group> {
  const { partition } = known
  const holding = createHolding(known)
  const votes = new Map<Group, Map<Group, number>>()
  const joins: (readonly [number, number])[] = []
  for (const source of sources) {
    const own = partition.of(source)
    if (own !== undefined && own.members.size >= fewestMembers) continue
    const best = bestOf(known, holding, source)
    if (best === undefined) continue
    if (own === undefined) joins.push([source, first(best)])
    else vote(votes, own, best)
  }
  for (const [group, ballots] of votes) {
    const [best, count] = [...ballots].sort(([a, x], [b, y]) => y - x || byMark(a, b))[0] ?? []
    if (best !== undefined && (count ?? 0) * 2 >= group.members.size) joins.push([first(group), first(best)])
  }
  return joinAll(partition, joins)
}

function vote(votes: Map<Group, Map<Group, number>>, from: Group, to: Group): void {
  const ballots = votes.get(from) ?? new Map<Group, number>()
  votes.set(from, ballots)
  ballots.set(to, (ballots.get(to) ?? 0) + 1)
}

export const first = ({ members }: Group): number => members.values().next().value ?? 0

/** @returns groups that took something in. */
export function joinAll(partition: Partition, joins: readonly (readonly [number, number])[]): ReadonlySet<Group> {
  for (const [one, other] of joins) partition.join(one, other)
  return new Set(joins.flatMap(([one]) => partition.of(one) ?? []))
}

/** Of the smaller group so many would go to the larger, and of the larger so many to the smaller. */
const going = { smaller: 0.5, larger: 0.3 }

/** Joins groups whose members could as well be of the other: parts of one, that had not met before. */
export function cross(known: Known, groups: Iterable<Group>): ReadonlySet<Group> {
  const holding = createHolding(known)
  const joins: (readonly [number, number])[] = []
  for (const group of groups) {
    if (group.members.size < fewestMembers) continue
    for (const other of near(holding, group)) {
      const [small, large] = group.members.size < other.members.size ? [group, other] : [other, group]
      if (goes(known, small, large, going.smaller) && goes(known, large, small, going.larger))
        joins.push([first(small), first(large)])
    }
  }
  return joinAll(known.partition, joins)
}

/** Groups that at least some members of a group share something rare with. */
function near(holding: Holding, group: Group): readonly Group[] {
  const shared = new Map<Group, number>()
  for (const [feature, held] of group.profile.counts)
    if (held >= telling) for (const other of holding(feature)) shared.set(other, (shared.get(other) ?? 0) + held)
  shared.delete(group)
  return [...shared].filter(([, held]) => held >= going.larger * group.members.size).map(([other]) => other)
}

/** Whether this part of a group's members would go to the other; looks at no more of them than it needs. */
function goes(known: Known, from: Group, to: Group, part: number): boolean {
  const needed = part * from.members.size
  let [left, yes] = [from.members.size, 0]
  for (const source of from.members) {
    if (likeness(known, source, to) >= enough) yes++
    left--
    if (yes >= needed) return true
    if (yes + left < needed) return false
  }
  return false
}

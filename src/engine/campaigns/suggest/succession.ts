import type { Group } from './partition.ts'
import type { Postings } from './postings.ts'

/** When most of a group came, UTC milliseconds: first and last are those of stragglers. */
interface Stay {
  readonly from: number
  readonly to: number
}

/** How two groups lie in time: one came when the other had left, or they were there together. */
export interface Succession {
  readonly apart: (one: Group, other: Group) => boolean
  /** Apart, and not long: who changes tools and networks goes on where it stopped. */
  readonly follows: (one: Group, other: Group) => boolean
}

const straggling = 0.01
/** Of the shorter stay, what both may be there together. */
const mostOverlap = 0
const longestPause = 2 * 86_400_000

export function createSuccession({ firstSeen }: Postings): Succession {
  const stays = new Map<Group, Stay>()
  const stayOf = (group: Group): Stay => {
    const stay = stays.get(group) ?? stayAt(Array.from(group.members, (member) => firstSeen[member] ?? 0))
    stays.set(group, stay)
    return stay
  }
  const inOrder = (one: Group, other: Group): readonly [Stay, Stay] => {
    const [a, b] = [stayOf(one), stayOf(other)]
    return a.from <= b.from ? [a, b] : [b, a]
  }
  const apart = (one: Group, other: Group): boolean => {
    const [before, after] = inOrder(one, other)
    const shorter = Math.min(before.to - before.from, after.to - after.from)
    return before.to - after.from <= mostOverlap * shorter
  }
  const follows = (one: Group, other: Group): boolean => {
    const [before, after] = inOrder(one, other)
    return apart(one, other) && after.from - before.to <= longestPause
  }
  return { apart, follows }
}

function stayAt(times: number[]): Stay {
  times.sort((a, b) => a - b)
  const at = (part: number): number => times[Math.floor((times.length - 1) * part)] ?? 0
  return { from: at(straggling), to: at(1 - straggling) }
}

import type { Postings } from './postings.ts'
import { createProfile, type Profile } from './profile.ts'

/** Sources that are together so far; who is in none is alone. */
export interface Group {
  /** The one that stands for it where an order is needed: its members' least mark, whoever came first. */
  readonly mark: number
  readonly members: ReadonlySet<number>
  readonly profile: Profile
}

export interface Partition {
  readonly groups: ReadonlySet<Group>
  readonly of: (source: number) => Group | undefined
  /** @returns the group of both. */
  readonly join: (one: number, other: number) => Group | undefined
  /** Takes a source out of its group, before its features change. */
  readonly take: (source: number) => void
}

interface Members extends Group {
  mark: number
  readonly members: Set<number>
}

export const byMark = (one: Group, other: Group): number => one.mark - other.mark

/** What it holds depends on what was joined, never on the order. */
export function createPartition(postings: Postings): Partition {
  const { marks } = postings
  const groups = new Set<Members>()
  const groupOf: (Members | undefined)[] = []
  const markOf = (source: number): number => marks[source] ?? 0

  const put = (source: number, group: Members): void => {
    group.members.add(source)
    group.mark = Math.min(group.mark, markOf(source))
    group.profile.add(source)
    groupOf[source] = group
  }
  const begin = (source: number): Members => {
    const group = { mark: Infinity, members: new Set<number>(), profile: createProfile(postings) }
    groups.add(group)
    put(source, group)
    return group
  }
  const absorb = (large: Members, small: Members): void => {
    groups.delete(small)
    for (const source of small.members) put(source, large)
  }
  const join = (one: number, other: number): Group | undefined => {
    if (one === other) return groupOf[one]
    const [a, b] = [groupOf[one] ?? begin(one), groupOf[other]]
    if (a === b) return a
    if (b === undefined) put(other, a)
    else if (a.members.size < b.members.size) absorb(b, a)
    else absorb(a, b)
    return groupOf[one]
  }
  const take = (source: number): void => {
    const group = groupOf[source]
    if (group === undefined) return
    groupOf[source] = undefined
    group.profile.remove(source)
    group.members.delete(source)
    if (group.members.size < 2) {
      for (const left of group.members) groupOf[left] = undefined
      groups.delete(group)
    } else if (group.mark === markOf(source)) group.mark = Math.min(...[...group.members].map(markOf))
  }
  return { groups, of: (source) => groupOf[source], join, take }
}

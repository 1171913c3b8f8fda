import { first, joinAll } from './attach.ts'
import { commonOf, holdersOf, type Common, type List } from './common.ts'
import type { Known } from './known.ts'
import type { Group } from './partition.ts'
import { createSuccession, type Succession } from './succession.ts'

/** Entries of the eight that stand for a list, from which on two groups have the same list. */
const sameList = 3
/** Groups of fewer say nothing about when they came, and of those a number alone may tell whose they are. */
const fewestToFollow = 20
const fragment = 12
/** So many of a group, and this part of it, must have a thing for the group to have a claim to it. */
const claim = { members: 3, part: 0.04 }

/**
 * Joins groups that share what hardly anybody else has: two things, one of which is a number or a list; or three of
 * networks, programs and extensions, which others come to have by chance. One number or list alone can be rented or
 * sold to two: it joins groups only where one goes on with it where the other stopped, and no two that were there
 * together had it.
 *
 * @param evidently only by what they share, before anything is concluded from times.
 * @returns groups that took others in.
 */
export function merge(known: Known, groups: Iterable<Group>, evidently: boolean): ReadonlySet<Group> {
  const features = new Set<number>()
  for (const { profile } of groups) for (const feature of profile.counts.keys()) features.add(feature)
  const succession = createSuccession(known.postings)
  const joins = commonOf(known, features)
    .filter((common) => isEvident(common) || (!evidently && (goesOn(known, common, succession) || isFragment(common))))
    .map(({ groups: [one, other] }) => [first(one), first(other)] as const)
  return joinAll(known.partition, joins)
}

const has = ({ lists }: Common, list: List): number => ((lists.get(list) ?? 0) >= sameList ? 1 : 0)
const strong = (common: Common): number =>
  Math.max(common.numbers.size, Math.min(1, common.blocks.size)) +
  has(common, 'passwords') +
  has(common, 'names') +
  Math.min(1, common.ranges.size)

function isEvident(common: Common): boolean {
  const own = strong(common)
  const weak = has(common, 'extensions') + Math.min(1, common.programs.size) + Math.min(3, common.networks.size)
  return own >= 2 || (own === 1 && weak >= 1) || weak >= 3
}

function goesOn(known: Known, common: Common, { apart, follows }: Succession): boolean {
  const [few, many] = common.groups
  if (few.members.size < fewestToFollow || !follows(few, many)) return false
  if (strong(common) === 0) return false
  return ![...common.numbers, ...common.blocks, ...common.ranges, ...common.entries].some((feature) => {
    const claiming = holdersOf(known, feature).filter(({ group, count }) => hasClaim(group, count))
    return claiming.some((one, at) => claiming.slice(at + 1).some((other) => !apart(one.group, other.group)))
  })
}

const hasClaim = ({ members }: Group, count: number): boolean =>
  members.size >= fewestToFollow && count >= Math.max(claim.members, claim.part * members.size)

/** Few sources most of whom dialled a number that hardly anybody else dials. */
const isFragment = ({ groups: [few], whole }: Common): boolean => few.members.size <= fragment && whole.size > 0

import { attach, cross } from './attach.ts'
import { placeOf } from './kinds.ts'
import { knownOf, type Known } from './known.ts'
import { link, meet } from './link.ts'
import { merge } from './merge.ts'
import { createPartition, type Group, type Partition } from './partition.ts'
import { withNeighbours } from './pairs.ts'
import type { Postings } from './postings.ts'

/** Each gives the next more to go by; most groups are whole after the second. */
const rounds = 3
const mostMerges = 4
/** What few have joins them at last, when nothing else says whose they are. */
const decides: ReadonlySet<number> = new Set([placeOf('number'), placeOf('account')])

/**
 * Groups all sources. What comes out depends on what is known of them alone: each step decides all from what the step
 * before left, and ties are settled by hashes of addresses.
 * @param together sources that are together whatever they share.
 */
export function groupAll(postings: Postings, among: number, together: readonly (readonly number[])[]): Partition {
  const partition = createPartition(postings)
  const all = knownOf(postings, among, partition)
  for (const sources of together) joinTogether(partition, sources)
  link(all, postings.featuresOf.keys())
  for (let round = 0; round < rounds; round++) {
    mergeAll(all, partition.groups, round === 0)
    attach(all, postings.featuresOf.keys())
    cross(all, partition.groups)
  }
  mergeAll(all, partition.groups, false)
  meet(all, decides, postings.keys.keys())
  return partition
}

/** The first time nothing is concluded from times: groups are not yet whole. */
function mergeAll(all: Known, groups: Iterable<Group>, firstRound: boolean): void {
  let left: Iterable<Group> = groups
  for (let at = 0; at < mostMerges; at++) {
    const merged = merge(all, left, firstRound && at === 0)
    if (merged.size === 0 && at > 0) return
    left = at === 0 ? groups : merged
  }
}

/**
 * Groups sources that are new, or of which something new is known, and leaves the others where they are: each goes to a
 * group that is there, or makes new ones with those that stand alone and share something with it. Costs as much as what
 * changed has to do with.
 * @param together as for `groupAll`, for all that changed.
 */
export function groupChanged(
  postings: Postings,
  among: number,
  partition: Partition,
  changed: readonly number[],
  together: readonly (readonly number[])[],
): void {
  const all = knownOf(postings, among, partition)
  for (const sources of together) joinTogether(partition, sources)
  const touched = new Set(attach(all, changed))
  const alone = changed.filter((source) => partition.of(source) === undefined)
  const features = new Set(alone.flatMap((source) => postings.featuresOf[source] ?? []))
  link(all, withNeighbours(all, alone))
  for (const source of changed) {
    const group = partition.of(source)
    if (group !== undefined) touched.add(group)
  }
  mergeAll(all, touched, false)
  meet(all, decides, features)
}

function joinTogether(partition: Partition, sources: readonly number[]): void {
  for (const source of sources) partition.join(sources[0] ?? source, source)
}

import { kinds, placeOf, unseen, type FeatureKind } from './kinds.ts'
import type { Known } from './known.ts'
import type { Group } from './partition.ts'

/**
 * How what a source has of one kind is put together, in bits. Of numbers and programs one that is the group's own
 * suffices; a list is told by all that stands for it. What the group does not have speaks against it, down to `least`.
 */
interface Weighing {
  readonly of: 'best' | 'mean'
  readonly least: number
}

const weighings: Partial<Readonly<Record<FeatureKind, Weighing>>> = {
  number: { of: 'best', least: -4 },
  password: { of: 'mean', least: -3 },
  user: { of: 'mean', least: -2 },
  program: { of: 'best', least: -4 },
  shape: { of: 'best', least: -2 },
  network: { of: 'best', least: -3 },
  start: { of: 'best', least: -1 },
}
const weighed = kinds.map(({ name }) => weighings[name])
const [program, shape] = [placeOf('program'), placeOf('shape')]

/** One thing alone says no more than this, however rare it is: addresses change hands. */
const mostBits = 12
/** A thing that so many members have, and that says so much, is one that a source may join for. */
const telling = { members: 2, bits: 2 }

/**
 * Bits by which what a source has is likelier from a member of the group than from a stranger (naive Bayes, with the
 * group's share of all sources as what was likely before). What a group brought only once says how often it brings
 * something new (Good and Turing): a group that comes from all over the world is not asked for its networks.
 *
 * @returns -Infinity when they share nothing rare: what is common never joins anybody on its own.
 */
export function likeness({ postings, among, isRare }: Known, source: number, group: Group): number {
  const { kindOf, holders } = postings
  const { counts, having, once } = group.profile
  const sums = kinds.map(() => 0)
  const seen = kinds.map(() => 0)
  let rare = false
  for (const feature of postings.featuresOf[source] ?? []) {
    const kind = kindOf[feature] ?? 0
    const weighing = weighed[kind]
    if (weighing === undefined) continue
    const held = counts.get(feature) ?? 0
    const strangers = Math.max(1, unseen(postings.size) + (postings.having[kind] ?? 0) - (having[kind] ?? 0))
    const chance = Math.max(0.5, (holders[feature]?.length ?? 0) - held) / strangers
    const bits = bitsOf(held, having[kind] ?? 0, 1 + (once[kind] ?? 0), chance)
    rare ||= held >= telling.members && bits > telling.bits && isRare(feature)
    const before = sums[kind] ?? 0
    sums[kind] = seen[kind] === 0 ? bits : weighing.of === 'best' ? Math.max(before, bits) : before + bits
    seen[kind] = (seen[kind] ?? 0) + 1
  }
  return rare ? Math.log2(group.members.size / among) + total(sums, seen) : -Infinity
}

const bitsOf = (held: number, having: number, unseen: number, chance: number): number =>
  having === 0 ? -1 : Math.log2((held + unseen * chance) / (having + unseen) / chance)

/** A program and the shapes of its identifiers say the same thing twice: the better of both counts. */
function total(sums: readonly number[], seen: readonly number[]): number {
  const of = (kind: number): number => {
    const weighing = weighed[kind]
    const times = seen[kind] ?? 0
    if (weighing === undefined || times === 0) return 0
    const bits = (sums[kind] ?? 0) / (weighing.of === 'mean' ? times : 1)
    return Math.max(weighing.least, Math.min(mostBits, bits))
  }
  let bits = Math.max(of(program), of(shape))
  for (let kind = 0; kind < kinds.length; kind++) if (kind !== program && kind !== shape) bits += of(kind)
  return bits
}

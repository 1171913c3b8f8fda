import { valueOfKey } from './features.ts'
import { kinds, type FeatureKind } from './kinds.ts'
import type { Known } from './known.ts'
import { byMark, type Group } from './partition.ts'

/** A rare thing, and the groups that most who have it are in: the one with most of them first. */
export interface Held {
  readonly group: Group
  readonly count: number
}

/** What two groups have in common and hardly anybody else has. */
export interface Common {
  readonly groups: readonly [Group, Group]
  readonly numbers: Set<number>
  /** Of each list, how many of the entries that stand for it. */
  readonly lists: Map<List, number>
  /** Those entries, but of extensions. */
  readonly entries: Set<number>
  readonly blocks: Set<number>
  readonly ranges: Set<number>
  readonly networks: Set<number>
  readonly programs: Set<number>
  /** Numbers that most of the smaller group dialled. */
  readonly whole: Set<number>
  /** Groups that have the same numbers and lists: with more of them in it, neither of two has most of a thing. */
  readonly circle: Set<Group>
}

/** Lists of users that are no numbers are somebody's own, as passwords are; ranges of extensions many think of. */
export type List = 'passwords' | 'names' | 'extensions'

/** Of those in groups, and of all, so many must be in two groups for a thing to be theirs together. */
const theirs = { grouped: 0.85, all: 0.5 }
/** Of each group so many must have it: what fewer have, an address brought along that was somebody else's before. */
const leastPart = { smaller: 0.1, larger: 0.04 }
const wholePart = 0.6
const mostGroups = 6
/** Groups above this must have it twice: once is chance. */
const small = 10

const said: Partial<Readonly<Record<FeatureKind, 'number' | 'block' | 'range' | 'list' | 'network' | 'program'>>> = {
  number: 'number',
  block: 'block',
  range: 'range',
  password: 'list',
  user: 'list',
  network: 'network',
  fingerprint: 'program',
  userAgent: 'program',
  program: 'program',
  shape: 'program',
}
const saidBy = kinds.map(({ name }) => said[name])

/** Groups that have a thing; [] of what does not tell groups apart. */
export function holdersOf({ postings, partition, isRare }: Known, feature: number): readonly Held[] {
  if (saidBy[postings.kindOf[feature] ?? 0] === undefined || !isRare(feature)) return []
  const counts = new Map<Group, number>()
  for (const holder of postings.holders[feature] ?? []) {
    const group = partition.of(holder)
    if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  return [...counts]
    .map(([group, count]) => ({ group, count }))
    .sort((a, b) => b.count - a.count || byMark(a.group, b.group))
}

/** What every two groups have in common, one of which at least has any of these things. */
export function commonOf(known: Known, features: Iterable<number>): readonly Common[] {
  const found: Found = new Map()
  const shared = Array.from(features).flatMap((feature) => sharedBy(known, feature) ?? [])
  for (const thing of shared) if (thing.own) for (const both of pairsOf(thing.held)) share(known, thing, both, found)
  for (const thing of shared) if (!thing.own) for (const both of pairsOf(thing.held)) share(known, thing, both, found)
  return [...found.values()].flatMap((of) => [...of.values()])
}

type Found = Map<Group, Map<Group, Common>>

/** A thing and the groups that have a claim to it. */
interface Shared {
  readonly feature: number
  readonly held: readonly Held[]
  /** Numbers and lists are somebody's own. */
  readonly own: boolean
  /** Groups in which it is, and sources that have it. */
  readonly grouped: number
  readonly all: number
}

function sharedBy(known: Known, feature: number): Shared | undefined {
  const holding = holdersOf(known, feature)
  const held = holding.filter(({ group, count }) => count >= leastPart.larger * group.members.size).slice(0, mostGroups)
  if (held.length < 2) return undefined
  const { kindOf, holders } = known.postings
  const says = saidBy[kindOf[feature] ?? 0]
  const grouped = holding.reduce((sum, { count }) => sum + count, 0)
  return { feature, held, own: isOwn(says), grouped, all: holders[feature]?.length ?? 0 }
}

const isOwn = (says: string | undefined): boolean =>
  says === 'number' || says === 'block' || says === 'list' || says === 'range'

const isTheirs = (held: readonly Held[], { grouped, all }: Shared): boolean => {
  const count = held.reduce((sum, one) => sum + one.count, 0)
  return count >= theirs.grouped * grouped && count >= theirs.all * all
}

function* pairsOf(held: readonly Held[]): Generator<readonly [Held, Held]> {
  for (const [at, one] of held.entries()) for (const other of held.slice(at + 1)) yield [one, other]
}

/** Smaller group first. */
function sorted(one: Held, other: Held): readonly [Held, Held] {
  const by = one.group.members.size - other.group.members.size || byMark(one.group, other.group)
  return by <= 0 ? [one, other] : [other, one]
}

function share(known: Known, thing: Shared, [one, other]: readonly [Held, Held], found: Found): void {
  const [few, many] = sorted(one, other)
  const size = few.group.members.size
  if (few.count < Math.max(leastPart.smaller * size, size > small ? 2 : 1)) return
  const of = found.get(few.group) ?? new Map<Group, Common>()
  const common = of.get(many.group) ?? nothing([few.group, many.group])
  const within = thing.own ? thing.held : thing.held.filter(({ group }) => common.circle.has(group))
  if (!isTheirs([few, many], thing) && !isTheirs(within, thing)) return
  found.set(few.group, of)
  of.set(many.group, common)
  if (thing.own) for (const { group } of thing.held) common.circle.add(group)
  note(known, thing.feature, common, few.count >= wholePart * size)
}

const nothing = (groups: readonly [Group, Group]): Common => ({
  ...{
    groups,
    numbers: new Set(),
    lists: new Map(),
    entries: new Set(),
    blocks: new Set(),
    ranges: new Set(),
    networks: new Set(),
    programs: new Set(),
    whole: new Set(),
    circle: new Set(),
  },
})

function note({ postings }: Known, feature: number, common: Common, whole: boolean): void {
  const kind = postings.kindOf[feature] ?? 0
  const says = saidBy[kind]
  if (says === 'block') common.blocks.add(feature)
  else if (says === 'range') common.ranges.add(feature)
  else if (says === 'network') common.networks.add(feature)
  else if (says === 'program') common.programs.add(feature)
  else if (says === 'list') {
    const list = listOf(kinds[kind]?.name, valueOfKey(postings.keys[feature] ?? ''))
    common.lists.set(list, (common.lists.get(list) ?? 0) + 1)
    if (list !== 'extensions') common.entries.add(feature)
  } else {
    common.numbers.add(feature)
    if (whole) common.whole.add(feature)
  }
}

const listOf = (kind: FeatureKind | undefined, entry: string): List =>
  kind === 'password' ? 'passwords' : /^\d+$/.test(entry) ? 'extensions' : 'names'

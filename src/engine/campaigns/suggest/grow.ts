import { information, type FeatureKind } from './kinds.ts'
import type { Postings } from './postings.ts'
import { successions, type Follows } from './succession.ts'
import { groupSizes, spreads, type Spread } from './spread.ts'
import type { Union } from './union.ts'

const mostRounds = 4

/**
 * Lets groups take in who has what only they have, and joins groups that have several such things in common. Each round
 * decides all from what the round before left, so that no order matters.
 */
export function grow(postings: Postings, among: number, union: Union): void {
  for (let round = 0; round < mostRounds; round++) {
    const sizes = groupSizes(postings, union)
    const all = spreads(postings, among, union, sizes)
    const joins = [
      ...attached(all, among, union, sizes),
      ...merged(all, sizes, successions(postings, union, sizes)),
      ...met(all),
    ]
    let changed = false
    for (const [one, other] of joins) {
      changed ||= union.find(one) !== union.find(other)
      union.join(one, other)
    }
    if (!changed) return
  }
}

type Join = readonly [number, number]

/** Of its holders in groups, how many must be in one group, and of all holders, for a thing to belong to that group. */
interface Belonging {
  readonly purity: number
  readonly cover: number
}

/**
 * What is a group's own decides alone, when it is of these kinds: one number does, of a list so many entries of its
 * sketch. Two things of different families do with less.
 */
const decisive: Partial<Readonly<Record<FeatureKind, Belonging & { readonly entries: number }>>> = {
  number: { purity: 0.7, cover: 0.3, entries: 1 },
  block: { purity: 0.8, cover: 0.4, entries: 1 },
  password: { purity: 0.7, cover: 0.4, entries: 3 },
  user: { purity: 0.9, cover: 0.5, entries: 8 },
}
const circumstance: Belonging = { purity: 0.7, cover: 0.25 }

const belongs = ({ groups: [top], grouped, holders }: Spread, { purity, cover }: Belonging): boolean =>
  top !== undefined && top.held >= purity * grouped && top.held >= cover * holders.length && top.held >= 2

interface Pull {
  bits: number
  /** How much of what decides alone has come together; from 1 on it does. */
  decisive: number
  readonly families: Set<string>
}

/** Sources that stand alone, each with the group that most of what it has points to. */
function* attached(all: readonly Spread[], among: number, union: Union, sizes: Uint32Array): Generator<Join> {
  const pulls = new Map<number, Map<number, Pull>>()
  for (const spread of all) {
    const top = spread.groups[0]
    const alone = decisive[spread.kind.name]
    const decides = alone !== undefined && belongs(spread, alone) ? 1 / alone.entries : 0
    if (top === undefined || !(decides > 0 || belongs(spread, circumstance))) continue
    const bits = information(spread.holders.length, among)
    for (const source of spread.holders)
      if (sizes[union.find(source)] === 1) addPull(pulls, source, top.group, spread.kind.family, bits, decides)
  }
  for (const [source, groups] of pulls) {
    const best = strongest(groups, union)
    if (best !== undefined) yield [source, best]
  }
}

function addPull(
  pulls: Map<number, Map<number, Pull>>,
  source: number,
  group: number,
  family: string,
  bits: number,
  decides: number,
): void {
  const ofSource = pulls.get(source) ?? new Map<number, Pull>()
  pulls.set(source, ofSource)
  const pull = ofSource.get(group) ?? { bits: 0, decisive: 0, families: new Set<string>() }
  ofSource.set(group, pull)
  pull.bits += bits
  pull.decisive += decides
  pull.families.add(family)
}

function strongest(groups: ReadonlyMap<number, Pull>, union: Union): number | undefined {
  const able = [...groups].filter(([, pull]) => pull.decisive > 0.99 || pull.families.size > 1)
  return able.sort(([a, one], [b, other]) => other.bits - one.bits || union.order(a, b))[0]?.[0]
}

/** So much of what has a thing must be in two groups for it to be theirs together. */
const theirs = { purity: 0.85, cover: 0.5 }
const leastPart = { smaller: 0.1, larger: 0.04 }
const wholePart = 0.6

interface Common {
  readonly join: Join
  /** What they share, and how much of it: of a list, so many entries of its sketch say that it is the same. */
  readonly kinds: Map<string, number>
  /** Entries of the smaller group's own lists, and its numbers, that most of it has. */
  whole: number
  /** The same of all that only these two have. */
  own: number
}

/** Groups that share two kinds of things that nobody else has, or one that most of the smaller group has. */
function* merged(all: readonly Spread[], sizes: Uint32Array, follows: Follows): Generator<Join> {
  const common = new Map<number, Common>()
  for (const spread of all)
    if (spread.kind.name !== 'block') for (const pair of pairsOf(spread)) share(spread, pair, sizes, common)
  for (const { join, kinds, whole, own } of common.values()) {
    if (isEnough(kinds) || whole > 0.99 || (carriedOver(own) && follows(...join))) yield join
  }
}

type Held = Spread['groups'][number]

function* pairsOf({ groups, grouped, holders }: Spread): Generator<readonly [Held, Held]> {
  for (const [at, one] of groups.entries())
    for (const other of groups.slice(at + 1)) {
      const held = one.held + other.held
      if (held >= theirs.purity * grouped && held >= theirs.cover * holders.length) yield [one, other]
    }
}

function share(spread: Spread, [a, b]: readonly [Held, Held], sizes: Uint32Array, common: Map<number, Common>): void {
  const size = ({ group }: Held): number => sizes[group] ?? 1
  const [small, large] = size(a) <= size(b) ? [a, b] : [b, a]
  if (small.held < leastPart.smaller * size(small) || large.held < leastPart.larger * size(large)) return
  const key = Math.min(a.group, b.group) * 2 ** 26 + Math.max(a.group, b.group)
  const found = common.get(key) ?? {
    join: [a.group, b.group] as const,
    kinds: new Map<string, number>(),
    whole: 0,
    own: 0,
  }
  common.set(key, found)
  const kind = said(spread)
  found.kinds.set(kind, (found.kinds.get(kind) ?? 0) + 1 / (entriesOfList[spread.kind.name] ?? 1))
  const alone = decisive[spread.kind.name]
  if (alone !== undefined && spread.kind.name !== 'user') found.own += 1 / alone.entries
  if (alone !== undefined && small.held >= wholePart * size(small)) found.whole += 1 / alone.entries
}

/** The number that is called is its owner's own; tools and lists are sold. */
const carriedOver = (shared: number): boolean => shared > 0.99

const entriesOfList: Partial<Readonly<Record<FeatureKind, number>>> = { password: 3, user: 3 }

/** Two things, one of them a number or a password list; of what people think of alike and buy alike, three. */
function isEnough(kinds: ReadonlyMap<string, number>): boolean {
  const said = [...kinds].filter(([, weight]) => weight > 0.99).map(([kind]) => kind)
  return said.length > 2 || (said.length > 1 && said.some((kind) => kind.startsWith('number') || kind === 'password'))
}

/** Every number says something of its own; what a program is and how it is called, only one thing. */
function said({ kind: { name, family }, feature }: Spread): string {
  if (name === 'number') return `number ${feature}`
  return name === 'password' || name === 'user' ? name : family
}

/** A number that so few dial is theirs; so is an account that so few guessed at before one of them came to use it. */
const fewest = 4

/** Sources that stand alone and have a number or an account that hardly anybody else has. */
function* met(all: readonly Spread[]): Generator<Join> {
  for (const { kind, holders, grouped } of all) {
    if ((kind.name !== 'number' && kind.name !== 'account') || grouped > 0 || holders.length > fewest) continue
    for (const source of holders) yield [holders[0] ?? source, source]
  }
}

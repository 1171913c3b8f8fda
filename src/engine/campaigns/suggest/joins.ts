import { sharedPairs, type SharedPair } from './pairs.ts'
import type { Postings } from './postings.ts'
import { createUnion, type Union } from './union.ts'

/**
 * From pairs that chance does not make to pairs that it makes now and then (expected sources that have both by chance):
 * what the first put together, the later join only where several sources say so.
 */
const levels = [0.003, 0.01, 0.03, 0.1, 0.2]

/**
 * Joins sources that share two rare things which say different things: a number and a network, a word list and ten
 * minutes. One shared thing alone joins nobody here, so that neither an address that two attackers had in turn nor a
 * number that two of them rent draws their groups together; and a chance meeting of two joins no two groups.
 *
 * @param together sources that are together whatever they share.
 */
export function joinByPairs(postings: Postings, among: number, together: readonly (readonly number[])[]): Union {
  const union = createUnion(postings.marks)
  for (const sources of together) for (const source of sources) union.join(sources[0] ?? source, source)
  const pairs = sharedPairs(postings, among, levels.at(-1) ?? 0)
  for (const [at, most] of levels.entries()) {
    const meant = pairs.filter(({ byChance }) => byChance <= most)
    if (at === 0)
      for (const { sources } of meant) for (const source of sources) union.join(sources[0] ?? source, source)
    else joinWitnessed(meant, union)
  }
  return union
}

/** Groups that meet, smaller first, and the sources of each that they meet in. */
interface Meeting {
  readonly one: number
  readonly other: number
  readonly ofOne: Set<number>
  readonly ofOther: Set<number>
  /** Sixteenths of bits by which what they share is more than chance: whole, so that adding them up knows no order. */
  strength: number
}

/** All that is to be joined is found before anything is, so that no order decides. */
function joinWitnessed(pairs: readonly SharedPair[], union: Union): void {
  const sizes = sizesOf(union, pairs)
  const meetings = new Map<number, Meeting>()
  for (const { sources, byChance } of pairs)
    meet(Math.round(-16 * Math.log2(byChance)), Map.groupBy(sources, union.find), union, meetings)
  const best = new Map<number, Meeting>()
  for (const meeting of meetings.values()) {
    const { one, other, ofOne, ofOther } = meeting
    const [a, b] = [sizes.get(one) ?? 1, sizes.get(other) ?? 1]
    if (Math.min(ofOne.size, ofOther.size) < witnesses(Math.min(a, b))) continue
    if (Math.min(a, b) >= small) union.join(one, other)
    else prefer(best, a < b || (a === b && union.order(one, other) < 0) ? one : other, meeting, union)
  }
  for (const { one, other } of best.values()) union.join(one, other)
}

/** A small group that a chance meeting could join to either of two others goes where most leads it, and joins no two. */
function prefer(best: Map<number, Meeting>, smaller: number, meeting: Meeting, union: Union): void {
  const before = best.get(smaller)
  const by =
    before === undefined
      ? 1
      : meeting.strength - before.strength || union.order(farOf(before, smaller), farOf(meeting, smaller))
  if (by > 0) best.set(smaller, meeting)
}

const farOf = ({ one, other }: Meeting, near: number): number => (one === near ? other : one)

/** More groups than this in one pair are no sign of anything: a pair is joined with its largest few. */
const mostMeeting = 8

function meet(
  bits: number,
  groups: ReadonlyMap<number, readonly number[]>,
  union: Union,
  meetings: Map<number, Meeting>,
): void {
  if (groups.size < 2) return
  const listed = [...groups]
    .sort(([a, of], [b, others]) => others.length - of.length || union.order(a, b))
    .slice(0, mostMeeting)
  for (const [at, [one, ofOne]] of listed.entries())
    for (const [other, ofOther] of listed.slice(at + 1)) {
      const [low, high] = one < other ? [one, other] : [other, one]
      const key = low * 2 ** 26 + high
      const meeting = meetings.get(key) ?? { one: low, other: high, ofOne: new Set(), ofOther: new Set(), strength: 0 }
      meetings.set(key, meeting)
      meeting.strength += bits
      for (const source of ofOne) (one === low ? meeting.ofOne : meeting.ofOther).add(source)
      for (const source of ofOther) (one === low ? meeting.ofOther : meeting.ofOne).add(source)
    }
}

/** Sources on both sides that two groups must meet in: one joins small ones, large ones need a part of them. */
const small = 4
const witnesses = (smaller: number): number => (smaller < small ? 1 : Math.max(2, Math.ceil(smaller * 0.06)))

function sizesOf(union: Union, pairs: readonly SharedPair[]): ReadonlyMap<number, number> {
  const members = new Set(pairs.flatMap(({ sources }) => sources))
  const sizes = new Map<number, number>()
  for (const source of members) sizes.set(union.find(source), (sizes.get(union.find(source)) ?? 0) + 1)
  return sizes
}

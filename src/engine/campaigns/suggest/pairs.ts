import { kinds, type Kind } from './kinds.ts'
import type { Known } from './known.ts'
import type { Postings } from './postings.ts'

/** Rare features of one source that are looked at in pairs, rarest first; so many of a kind, so many of all. */
const mostOfKind = 4
const mostOfSource = 18

/** Of the sources that share a pair, the part that may share it by chance. */
const byChance = 0.01

/**
 * All pairs of rare features that so many of some sources share that hardly any of them does by chance. They meet in a
 * table by what they have in common: nobody is compared with everybody.
 * @returns the sources of each pair.
 */
export function sharedPairs(known: Known, of: Iterable<number>): readonly (readonly number[])[] {
  /** A source that is alone so far, or the place of a list as -1 - place. */
  const met = new Map<number, number>()
  const lists: { readonly expected: number; readonly sources: number[] }[] = []
  for (const source of of)
    eachPair(known, source, (rarer, other, expected) => {
      const key = rarer < other ? rarer * 2 ** 26 + other : other * 2 ** 26 + rarer
      const before = met.get(key)
      if (before === undefined) met.set(key, source)
      else if (before < 0) lists[-1 - before]?.sources.push(source)
      else met.set(key, -lists.push({ expected, sources: [before, source] }))
    })
  return lists.flatMap(({ expected, sources }) => (expected <= byChance * sources.length ? [sources] : []))
}

/** These sources, and all that may share a pair with one of them: they have the rarer thing of it. */
export function withNeighbours(known: Known, of: readonly number[]): ReadonlySet<number> {
  const features = new Set<number>()
  for (const source of of) eachPair(known, source, (rarer) => features.add(rarer))
  return new Set([...of, ...[...features].flatMap((feature) => known.postings.holders[feature] ?? [])])
}

/** Pairs of a source that can be more than chance: no more sources share one than have the rarer thing of it. */
function eachPair(
  { postings, among, isRare }: Known,
  source: number,
  visit: (rarer: number, other: number, expected: number) => void,
): void {
  const chosen = chosenOf(postings, (postings.featuresOf[source] ?? []).filter(isRare))
  for (let later = 1; later < chosen.length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      const [rarer, other] = [chosen[earlier] ?? 0, chosen[later] ?? 0]
      const expected = expectedOf(postings, rarer, other, among)
      if (expected <= byChance * (postings.holders[rarer]?.length ?? 0)) visit(rarer, other, expected)
    }
}

/** Sources that would have both if nothing but chance put them together; Infinity when they are no two things. */
function expectedOf({ kindOf, holders }: Postings, one: number, other: number, among: number): number {
  const [a, b] = [kinds[kindOf[one] ?? 0], kinds[kindOf[other] ?? 0]]
  if (!a || !b || !independent(a, b)) return Infinity
  const together = isCircumstance(a) && isCircumstance(b) ? circumstances : 1
  return (together * a.habit * b.habit * (holders[one]?.length ?? 0) * (holders[other]?.length ?? 0)) / among
}

/** Where, when and by which program somebody comes go together so many times oftener than by chance. */
const circumstances = 3

/** Goes with where, when and by which program somebody comes, and not with what is wanted. */
const isCircumstance = ({ name }: Kind): boolean =>
  name !== 'number' && name !== 'block' && name !== 'password' && name !== 'user' && name !== 'account'

/** Two numbers are two things, though of one family; a number and its own block are not, nor an account and its user. */
function independent(a: Kind, b: Kind): boolean {
  if (a.family === b.family) return a.name === 'number' && b.name === 'number'
  return !(a.name === 'account' && b.name === 'user') && !(a.name === 'user' && b.name === 'account')
}

/** Ties are settled by what the features are, not by when they came. */
function chosenOf({ kindOf, holders, keys }: Postings, rare: number[]): readonly number[] {
  const count = (feature: number): number => holders[feature]?.length ?? 0
  if (rare.length < 2) return rare
  rare.sort((a, b) => count(a) - count(b) || ((keys[a] ?? '') < (keys[b] ?? '') ? -1 : 1))
  return fewOfEachKind(rare, kindOf).slice(0, mostOfSource)
}

function fewOfEachKind(features: readonly number[], kindOf: readonly number[]): readonly number[] {
  const taken = new Uint8Array(kinds.length)
  return features.filter((feature) => {
    const kind = kindOf[feature] ?? 0
    const before = taken[kind] ?? 0
    taken[kind] = before + 1
    return before < mostOfKind
  })
}

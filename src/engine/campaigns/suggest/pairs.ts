import { kinds, type Kind } from './kinds.ts'
import { isRareFeature, type Postings } from './postings.ts'

/** Two rare things that say different things, and who has both. */
export interface SharedPair {
  /** Sources that would have both if nothing but chance put them together; small is strong. */
  readonly byChance: number
  readonly sources: readonly number[]
}

/** Rare features of one source that are looked at in pairs, rarest first; so many of a kind, so many of all. */
const mostOfKind = 4
const mostOfSource = 18

/**
 * All pairs of rare features that at least two sources share. Sources meet in a table by what they have in common:
 * nobody is compared with everybody.
 * @param mostByChance weaker pairs are left out.
 */
export function sharedPairs(postings: Postings, among: number, mostByChance: number): readonly SharedPair[] {
  /** A source that is alone so far, or the place of a list as -1 - place. */
  const met = new Map<number, number>()
  const lists: { byChance: number; sources: number[] }[] = []
  for (const [source, features] of postings.featuresOf.entries()) {
    const chosen = chosenOf(postings, features, among)
    for (let first = 1; first < chosen.length; first++)
      for (let second = 0; second < first; second++) {
        const [one, other] = [chosen[first] ?? 0, chosen[second] ?? 0]
        const byChance = chanceOf(postings, one, other, among)
        if (byChance > mostByChance) continue
        const key = one < other ? one * 2 ** 26 + other : other * 2 ** 26 + one
        const before = met.get(key)
        if (before === undefined) met.set(key, source)
        else if (before < 0) lists[-1 - before]?.sources.push(source)
        else met.set(key, -lists.push({ byChance, sources: [before, source] }))
      }
  }
  return lists
}

/** Infinity when they are no two things. */
function chanceOf({ kindOf, holders }: Postings, one: number, other: number, among: number): number {
  const [a, b] = [kinds[kindOf[one] ?? 0], kinds[kindOf[other] ?? 0]]
  if (!a || !b || !independent(a, b)) return Infinity
  const fleeting = isCircumstance(a) && isCircumstance(b) ? 10 : 1
  return (fleeting * a.habit * b.habit * (holders[one]?.length ?? 0) * (holders[other]?.length ?? 0)) / among
}

/** Goes with where, when and by which program somebody comes, and not with what is wanted. */
const isCircumstance = ({ name }: Kind): boolean =>
  name !== 'number' && name !== 'block' && name !== 'password' && name !== 'user' && name !== 'account'

/** Two numbers are two things, though of one family; a number and its own block are not, nor an account and its user. */
function independent(a: Kind, b: Kind): boolean {
  if (a.family === b.family) return a.name === 'number' && b.name === 'number'
  return !(a.name === 'account' && b.name === 'user') && !(a.name === 'user' && b.name === 'account')
}

/** Ties are settled by what the features are, not by when they came. */
function chosenOf(postings: Postings, features: readonly number[], among: number): readonly number[] {
  const { kindOf, holders, keys } = postings
  const count = (feature: number): number => holders[feature]?.length ?? 0
  const rare = features.filter((feature) => isRareFeature(postings, feature, among))
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

import type { Known } from './known.ts'
import { sharedPairs } from './pairs.ts'

/**
 * Joins sources that stand alone and share two rare things which say different things: a number and a network, a word
 * list and ten minutes. One shared thing alone joins nobody, so that neither an address that two attackers had in turn
 * nor a number that two of them rent draws their groups together.
 */
export function link(known: Known, sources: Iterable<number>): void {
  const { partition } = known
  const alone = [...sources].filter((source) => partition.of(source) === undefined)
  for (const both of sharedPairs(known, alone)) for (const source of both) partition.join(both[0] ?? source, source)
}

/** A number that so few dial is theirs; so is an account that so few guessed at before one of them came to use it. */
const fewest = 4

/** Joins sources that stand alone and have a number or an account that hardly anybody else has. */
export function meet(
  { postings: { kindOf, holders }, isRare, partition }: Known,
  decides: ReadonlySet<number>,
  features: Iterable<number>,
): void {
  const met = [...features].flatMap((feature) => {
    const all = holders[feature] ?? []
    const alone = decides.has(kindOf[feature] ?? 0) && all.length <= fewest && isRare(feature)
    return alone && all.every((source) => partition.of(source) === undefined) ? [all] : []
  })
  for (const all of met) for (const source of all) partition.join(all[0] ?? source, source)
}

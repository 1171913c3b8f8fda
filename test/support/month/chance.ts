import { createRandom, type Random } from '../../sip/fuzz/random.ts'

/** Draws that only look random: the same seed gives the same month on every machine. */
export interface Chance extends Random {
  /** True in so many of a hundred draws. */
  percent(share: number): boolean
  /** An integer, both ends included. */
  between(least: number, most: number): number
  /** Small values far more often than great ones. */
  skewed(least: number, most: number): number
  /** As many different ones, or all there are. */
  some<T>(from: readonly T[], count: number): readonly T[]
  /** The first far more often than the last. */
  popular<T>(from: readonly T[]): T
}

export function createChance(seed: number): Chance {
  const random = createRandom(seed)
  const below = (limit: number): number => random.below(limit)
  const fraction = (): number => below(2 ** 30) / 2 ** 30
  const between = (least: number, most: number): number => least + below(most - least + 1)
  return {
    ...random,
    percent: (share) => fraction() * 100 < share,
    between,
    skewed: (least, most) => Math.round(least * (most / least) ** fraction()),
    some: (from, count) => shuffled(from, below).slice(0, count),
    popular: (from) => from[Math.floor(from.length * fraction() ** 3)] ?? random.pick(from),
  }
}

function shuffled<T>(from: readonly T[], below: (limit: number) => number): readonly T[] {
  const all = [...from]
  for (let at = all.length - 1; at > 0; at--) {
    const other = below(at + 1)
    const [one, two] = [all[at], all[other]]
    if (one !== undefined && two !== undefined) [all[at], all[other]] = [two, one]
  }
  return all
}

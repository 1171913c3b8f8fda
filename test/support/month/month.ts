import { campaigns } from './campaign.ts'
import { createChance } from './chance.ts'
import { researcher, stranger, type Known } from './strangers.ts'
import { createWorld } from './world.ts'

export interface Month {
  /** Each address once, in the order in which they came. */
  readonly sources: readonly Known[]
}

/**
 * A month on a honeynet, with the truth about who is behind each source: operators who rotate addresses, tools and
 * numbers, among strangers with public tools, lists and networks, which the operators use as well.
 *
 * Written from what is known of attackers (docs/campaign-suggestions.md), before and apart from what finds them.
 */
export function generateMonth(seed: number, size: { sources: number; operators: number }): Month {
  const chance = createChance(seed)
  const world = createWorld(chance)
  const found = new Map<string, Known>()
  const add = (known: Known): unknown => found.has(known.facts.address) || found.set(known.facts.address, known)
  for (const known of campaigns(chance, world, size.operators)) add(known)
  for (let at = 0; at < Math.ceil(size.sources / 5_000); at++)
    for (const known of researcher(chance, world, `research-${at}`)) add(known)
  for (let at = 0; found.size < size.sources; at++)
    for (const known of stranger(chance, world, `stranger-${at}`)) add(known)
  return { sources: [...found.values()].toSorted((a, b) => a.facts.firstSeen - b.facts.firstSeen) }
}

import { kinds, type Kind } from './kinds.ts'
import { isRareFeature, type Postings } from './postings.ts'
import type { Union } from './union.ts'

/** How the sources that have a feature lie in the groups found so far. */
export interface Spread {
  readonly feature: number
  readonly kind: Kind
  readonly holders: readonly number[]
  /** Groups of two sources or more, the one with most holders first; at most `mostGroups`. */
  readonly groups: readonly { readonly group: number; readonly held: number }[]
  /** Holders that are in any such group. */
  readonly grouped: number
}

const mostGroups = 6

/** Members of every group; sources that stand alone are groups of one. */
export function groupSizes({ addresses }: Postings, union: Union): Uint32Array {
  const sizes = new Uint32Array(addresses.length)
  for (let source = 0; source < addresses.length; source++) {
    const group = union.find(source)
    sizes[group] = (sizes[group] ?? 0) + 1
  }
  return sizes
}

/** Of every rare feature that somebody in a group has, or several have who are in none. */
export function spreads(postings: Postings, among: number, union: Union, sizes: Uint32Array): readonly Spread[] {
  const found: Spread[] = []
  for (let feature = 0; feature < postings.keys.length; feature++) {
    const kind = kinds[postings.kindOf[feature] ?? 0]
    if (kind === undefined || !isRareFeature(postings, feature, among)) continue
    const holders = postings.holders[feature] ?? []
    const held = new Map<number, number>()
    let grouped = 0
    for (const holder of holders) {
      const group = union.find(holder)
      if ((sizes[group] ?? 0) < 2) continue
      grouped++
      held.set(group, (held.get(group) ?? 0) + 1)
    }
    found.push({ feature, kind, holders, grouped, groups: largest(held, union) })
  }
  return found
}

const largest = (held: ReadonlyMap<number, number>, union: Union): Spread['groups'] =>
  [...held]
    .map(([group, count]) => ({ group, held: count }))
    .sort((a, b) => b.held - a.held || union.order(a.group, b.group))
    .slice(0, mostGroups)

import { hashOf } from './sketch.ts'
import { isRare, kinds } from './kinds.ts'
import type { SourceFacts } from './facts.ts'
import { featuresOf, kindOfKey, openedBy, type FeatureKey } from './features.ts'

/** Who has what. Sources and features are numbers here, given out as they come: nothing may depend on their order. */
export interface Postings {
  /** Address of a source's number; '' of one that was given up. */
  readonly addresses: readonly string[]
  readonly keys: readonly FeatureKey[]
  /** Kind of each feature, as its place in `kinds`. */
  readonly kindOf: readonly number[]
  readonly featuresOf: readonly (readonly number[])[]
  readonly holders: readonly (readonly number[])[]
  /** Sources that were let into an account, for each feature that is one. */
  readonly opened: readonly number[]
  readonly size: number
  readonly idOf: (address: string) => number | undefined
  readonly firstSeen: readonly number[]
  /** What stands for a source where an order is needed: the same whenever it came. */
  readonly marks: readonly number[]
  /** Takes a source in, or anew. @returns its number. */
  set(facts: SourceFacts): number
  remove(address: string): void
}

/** Whether few enough have it for it to say something. */
export function isRareFeature({ kindOf, holders, opened }: Postings, feature: number, among: number): boolean {
  const kind = kinds[kindOf[feature] ?? 0]
  if (kind === undefined || !isRare(kind, holders[feature]?.length ?? 0, among)) return false
  return kind.name !== 'account' || (opened[feature] ?? 0) > 0
}

export function createPostings(): Postings {
  const ids = new Map<string, number>()
  const features = new Map<FeatureKey, number>()
  const addresses: string[] = []
  const firstSeen: number[] = []
  const marks: number[] = []
  const keys: FeatureKey[] = []
  const kindOf: number[] = []
  const owned: number[][] = []
  const holders: number[][] = []
  const opened: number[] = []
  const openedOf = new Map<number, readonly number[]>()

  const featureId = (key: FeatureKey): number => {
    const known = features.get(key)
    if (known !== undefined) return known
    const id = keys.push(key) - 1
    features.set(key, id)
    kindOf.push(kindOfKey(key))
    holders.push([])
    opened.push(0)
    return id
  }
  const sourceId = (address: string): number => {
    const id = ids.get(address) ?? addresses.length
    ids.set(address, id)
    addresses[id] = address
    marks[id] = hashOf(address) * 2 ** 20 + (hashOf(`${address}/`) >>> 12)
    return id
  }
  const clear = (id: number): void => {
    for (const feature of owned[id] ?? []) takeOut(holders[feature] ?? [], id)
    owned[id] = []
    for (const account of openedOf.get(id) ?? []) opened[account] = (opened[account] ?? 1) - 1
    openedOf.delete(id)
  }
  const open = (id: number, accounts: readonly number[]): void => {
    if (accounts.length > 0) openedOf.set(id, accounts)
    for (const account of accounts) opened[account] = (opened[account] ?? 0) + 1
  }
  return {
    ...{ addresses, keys, kindOf, featuresOf: owned, holders, opened, firstSeen, marks },
    get size() {
      return ids.size
    },
    idOf: (address) => ids.get(address),
    set: (facts) => {
      const id = sourceId(facts.address)
      clear(id)
      firstSeen[id] = facts.firstSeen
      const list = featuresOf(facts).map(featureId)
      owned[id] = list
      for (const feature of list) holders[feature]?.push(id)
      open(id, openedBy(facts).map(featureId))
      return id
    },
    remove: (address) => {
      const id = ids.get(address)
      if (id === undefined) return
      clear(id)
      ids.delete(address)
      addresses[id] = ''
    },
  }
}

function takeOut(from: number[], value: number): void {
  const at = from.indexOf(value)
  const last = from.pop()
  if (at >= 0 && last !== undefined && at < from.length) from[at] = last
}

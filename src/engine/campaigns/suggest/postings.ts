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
  /** Sources that have anything of a kind. */
  readonly having: readonly number[]
  readonly idOf: (address: string) => number | undefined
  readonly firstSeen: readonly number[]
  /** What stands for a source where an order is needed: the same whenever it came. */
  readonly marks: readonly number[]
  /**
   * Takes a source in, or anew.
   * @param before is called with its number before what is known of it changes, unless nothing does.
   * @returns its number when something changed.
   */
  set(facts: SourceFacts, before: (source: number) => void): number | undefined
  remove(address: string, before: (source: number) => void): void
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
  const owned: (readonly number[])[] = []
  const holders: number[][] = []
  const opened: number[] = []
  const having = kinds.map(() => 0)
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
    count(owned[id] ?? [], -1)
    owned[id] = []
    for (const account of openedOf.get(id) ?? []) opened[account] = (opened[account] ?? 1) - 1
    openedOf.delete(id)
  }
  const count = (list: readonly number[], by: 1 | -1): void => {
    let seen = 0
    for (const feature of list) {
      const kind = kindOf[feature] ?? 0
      if ((seen & (1 << kind)) === 0) having[kind] = (having[kind] ?? 0) + by
      seen |= 1 << kind
    }
  }
  const own = (id: number, list: readonly number[]): void => {
    owned[id] = list
    for (const feature of list) holders[feature]?.push(id)
    count(list, 1)
  }
  const open = (id: number, accounts: readonly number[]): void => {
    if (accounts.length > 0) openedOf.set(id, accounts)
    for (const account of accounts) opened[account] = (opened[account] ?? 0) + 1
  }
  return {
    ...{ addresses, keys, kindOf, featuresOf: owned, holders, having, opened, firstSeen, marks },
    get size() {
      return ids.size
    },
    idOf: (address) => ids.get(address),
    set: (facts, before) => {
      const id = sourceId(facts.address)
      firstSeen[id] = facts.firstSeen
      const list = featuresOf(facts).map(featureId)
      const accounts = openedBy(facts).map(featureId)
      if (isSame(owned[id], list) && isSame(openedOf.get(id) ?? [], accounts)) return undefined
      before(id)
      clear(id)
      own(id, list)
      open(id, accounts)
      return id
    },
    remove: (address, before) => {
      const id = ids.get(address)
      if (id === undefined) return
      before(id)
      clear(id)
      ids.delete(address)
      addresses[id] = ''
    },
  }
}

const isSame = (one: readonly number[] | undefined, other: readonly number[]): boolean =>
  one?.length === other.length && other.every((each, at) => each === one[at])

function takeOut(from: number[], value: number): void {
  const at = from.indexOf(value)
  const last = from.pop()
  if (at >= 0 && last !== undefined && at < from.length) from[at] = last
}

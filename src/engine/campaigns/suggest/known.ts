import type { Partition } from './partition.ts'
import { isRareFeature, type Postings } from './postings.ts'

/** What all steps work on. */
export interface Known {
  readonly postings: Postings
  /** Sources that things are rare among. */
  readonly among: number
  readonly partition: Partition
  /** Whether few enough have a thing for it to say something; looked up once. */
  readonly isRare: (feature: number) => boolean
}

export function knownOf(postings: Postings, among: number, partition: Partition): Known {
  const rare = new Int8Array(postings.keys.length)
  const isRare = (feature: number): boolean => {
    const known = rare[feature] ?? 0
    if (known !== 0) return known > 0
    const found = isRareFeature(postings, feature, among)
    rare[feature] = found ? 1 : -1
    return found
  }
  return { postings, among, partition, isRare }
}

import type { FeatureKey } from './features.ts'

/** What analysts decided, kept by whoever keeps campaigns and given again each time. */
export interface Decisions {
  /** Campaigns: their sources stay together, whatever they share. */
  readonly campaigns: readonly { readonly id: string; readonly sources: readonly string[] }[]
  /** Suggestions that were rejected, as they were: the same are not made again. */
  readonly rejected: readonly Rejection[]
  /** Sources taken out of a campaign: it is not suggested for them again. */
  readonly detached: readonly { readonly source: string; readonly campaign: string }[]
}

/** Remembered by its members and by what they shared: either may change, and it is still the same suggestion. */
export interface Rejection {
  readonly sources: readonly string[]
  readonly signature: readonly FeatureKey[]
}

export const noDecisions: Decisions = { campaigns: [], rejected: [], detached: [] }

/** Half of the smaller of both. */
export function isRejected({ rejected }: Decisions, sources: readonly string[], signature: readonly string[]): boolean {
  return rejected.some((one) => halfAlike(one.signature, signature) || halfAlike(one.sources, sources))
}

function halfAlike(one: readonly string[], other: readonly string[]): boolean {
  const known = new Set(one)
  const common = other.filter((each) => known.has(each)).length
  return common > 0 && common * 2 >= Math.min(one.length, other.length)
}

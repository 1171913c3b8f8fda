import type { Stores } from './stores/stores.ts'

/** One line of the table: ours beside a baseline that ran on the same machine in the same minute. */
export interface BenchResult {
  readonly name: string
  readonly size: string
  readonly ours: number
  /** Missing where there is nothing to compare with, as for how long a person waits. */
  readonly baseline: number | null
  readonly unit: string
  /** Of both, the way the goal says it: mostly ours divided by the baseline; how many times faster where the goal asks that. */
  readonly ratio: number | null
  readonly goal: string
  readonly met: boolean
}

export interface BenchOptions {
  /** Events, where a size applies. */
  readonly size: number
  /** Stores of that many events, built once for all benches. */
  readonly stores: Stores
}

export type Bench = (options: BenchOptions) => Promise<readonly BenchResult[]>

/** `0.2M` for 200,000. */
export const sizeText = (size: number): string => `${size / 1_000_000}M`

/** @throws Error on anything that is no size. */
export function parseSize(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text)
  const size = Number(found?.[1]) * ({ k: 1_000, M: 1_000_000 }[found?.[2] ?? ''] ?? 1)
  if (!Number.isInteger(size) || size < 1) throw new Error(`--size ${text}: write it as 0.2M, 50k or 1000`)
  return size
}

/** @param share 0.95 for the 95th percentile. @returns NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

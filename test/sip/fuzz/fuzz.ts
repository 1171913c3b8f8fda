import { checkInput } from './invariants.ts'
import { mutated } from './mutate.ts'
import { createRandom } from './random.ts'
import { seedMessages } from './seeds.ts'

export interface Failure {
  readonly input: Uint8Array
  readonly error: Error
}

export interface FuzzResult {
  readonly inputs: number
  /** Milliseconds that the slowest input took. */
  readonly slowest: number
  /** The first one; nothing was tried after it. */
  readonly failure: Failure | undefined
}

/** Linear code takes microseconds for most inputs and few milliseconds for the longest; quadratic code takes seconds. */
const mostMilliseconds = 50

/**
 * Tries `count` changed messages, the same ones for the same seed.
 *
 * @param progress called now and then with the number tried so far.
 */
export function fuzz(count: number, seed: number, progress: (tried: number) => void = () => undefined): FuzzResult {
  const random = createRandom(seed)
  const seeds = seedMessages()
  let slowest = 0
  for (let tried = 0; tried < count; tried++) {
    if (tried % 10_000 === 0) progress(tried)
    const input = mutated(seeds, random)
    try {
      slowest = Math.max(slowest, timed(input))
    } catch (error) {
      return {
        inputs: tried + 1,
        slowest,
        failure: { input, error: error instanceof Error ? error : new Error(String(error)) },
      }
    }
  }
  return { inputs: count, slowest, failure: undefined }
}

/**
 * Milliseconds that one input takes. A slow one is tried again: the machine may have been busy.
 *
 * @throws Error when the input breaks a promise of the parser, or takes longer than linear code can.
 */
export function timed(input: Uint8Array): number {
  const once = (): number => {
    const began = performance.now()
    checkInput(input)
    return performance.now() - began
  }
  const first = once()
  if (first <= mostMilliseconds) return first
  const best = Math.min(first, once(), once(), once())
  if (best > mostMilliseconds) throw new Error(`takes ${Math.round(best)} ms`)
  return best
}

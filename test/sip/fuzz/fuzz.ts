import { checkInput } from './invariants.ts'
import { mutated } from './mutate.ts'
import { createRandom } from './random.ts'
import { checkComparison, checkScreens } from './screens.ts'
import { checkStream } from './stream.ts'
import { seedMessages } from './seeds.ts'
import { spent } from '../../support/cost.ts'

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

/**
 * Milliseconds that reading and judging may take: linear code takes microseconds for most inputs and few milliseconds
 * for the longest, quadratic code seconds. A screen shows one message and has more time.
 */
const mostForReading = 50
const mostForScreens = 400

/** Every so many inputs one is shown and compared with the one before, which takes a hundred times as long as reading. */
const shownEvery = 64

/**
 * Tries `count` changed messages, the same ones for the same seed.
 *
 * @param progress called now and then with the number tried so far.
 */
export function fuzz(count: number, seed: number, progress: (tried: number) => void = () => undefined): FuzzResult {
  const random = createRandom(seed)
  const seeds = seedMessages()
  let slowest = 0
  let last: Uint8Array = new Uint8Array()
  for (let tried = 0; tried < count; tried++) {
    if (tried % 10_000 === 0) progress(tried)
    const input = mutated(seeds, random)
    try {
      slowest = Math.max(slowest, timed(input))
      if (tried % shownEvery === 0) {
        show(input, last)
        checkStream(Buffer.concat([last, input]), 1 + random.below(40))
      }
      last = input
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
 * Milliseconds that reading and judging one input takes.
 *
 * @throws Error when the input breaks a promise of the parser, or takes longer than linear code can.
 */
export const timed = (input: Uint8Array): number => within(mostForReading, () => checkInput(input))

/** The same for all that screens make of it, beside another. */
export function show(input: Uint8Array, beside: Uint8Array): void {
  within(mostForScreens, () => checkScreens(input))
  within(mostForScreens, () => checkComparison(beside, input))
}

/** What is slow is tried again: the machine may have been busy. */
function within(most: number, work: () => void): number {
  const once = (): number => {
    const began = spent()
    work()
    return spent() - began
  }
  const first = once()
  if (first <= most) return first
  const best = Math.min(first, once(), once(), once())
  if (best > most) throw new Error(`takes ${Math.round(best)} ms`)
  return best
}

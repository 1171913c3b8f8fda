import { setImmediate as turn } from 'node:timers/promises'
import type { Reader } from '../connection.ts'
import { compare, type Comparison, type Place } from './compare.ts'
import { wordsOf } from './words.ts'

/** Differences told: so many say that something is wrong, and reading all of a damaged store's would take for ever. */
const mostTold = 200

/** One verification on its way: what it found, and how far it is. */
export class VerifyRun {
  readonly reader: Reader
  readonly differences: string[] = []
  private readonly signal: AbortSignal | undefined
  private readonly onProgress: (done: number) => void
  private done = 0

  constructor(reader: Reader, signal: AbortSignal | undefined, onProgress: (done: number) => void) {
    this.reader = reader
    this.signal = signal
    this.onProgress = onProgress
  }

  get full(): boolean {
    return this.differences.length >= mostTold
  }

  compare(comparisons: readonly Comparison[], place: Place): void {
    for (const comparison of comparisons) {
      if (this.full) return
      for (const found of compare(this.reader, comparison, place)) this.tell(wordsOf(this.reader, comparison, found))
    }
  }

  tell(difference: string): void {
    if (!this.full) this.differences.push(difference)
  }

  /**
   * Behind each stretch: everything else on this thread has its turn. @param messages looked at in it.
   * @throws the signal's reason.
   */
  async step(messages: number): Promise<void> {
    this.done += messages
    this.onProgress(this.done)
    await turn()
    this.signal?.throwIfAborted()
  }
}

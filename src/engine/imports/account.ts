import type { ImportAccount } from '../../contract/console/imports.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import type { Read } from './capture/captured.ts'
import { isSkipped, skipReasons, type Skipped, type SkipReason } from './capture/packet.ts'

type Skips = ImportAccount['skipped']

/** Counts what became of each packet or line. */
export class Tally {
  carrying = 0
  private readonly skips = new Map<SkipReason, { count: number; first: number }>()
  private lastCarrying = 0
  /** Microseconds. */
  private from = Infinity
  private to = -Infinity

  note(read: Read): void {
    if (isSkipped(read)) return this.skip(read)
    // Messages of one packet come one after the other.
    if (read.number !== this.lastCarrying) this.carrying += 1
    this.lastCarrying = read.number
    this.from = Math.min(this.from, read.time)
    this.to = Math.max(this.to, read.time)
  }

  /** UTC milliseconds; nothing while there was no message. */
  range(): Range | undefined {
    if (this.to < this.from) return undefined
    return { from: Math.floor(this.from / 1000), to: Math.floor(this.to / 1000) + 1 }
  }

  /** The most frequent first. */
  skipped(): Skips {
    const all = [...this.skips].map(([reason, counts]) => ({ reason: skipReasons[reason], ...counts }))
    return all.sort((one, other) => other.count - one.count)
  }

  private skip({ number, reason }: Skipped): void {
    const known = this.skips.get(reason)
    if (!known) return void this.skips.set(reason, { count: 1, first: number })
    known.count += 1
    known.first = Math.min(known.first, number)
  }
}

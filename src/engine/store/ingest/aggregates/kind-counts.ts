import { microsecondsPerMinute } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { countTables, type CountTable } from './count-tables.ts'
import { changeRow, PairTally } from './tally.ts'

const minutesPerHour = 60
const hoursPerDay = 24

/** What a batch adds to the tallies, rollups and kinds of sources: all that is counted of every message, both directions. */
export class KindCounts {
  private readonly minutes = new Map<number, PairTally>()
  private minute = -1
  private pairs = new PairTally()

  /** @param time microseconds UTC. @param by negative when a message is of another kind now. */
  change(by: number, time: number, source: number, kind: number): void {
    const minute = Math.floor(time / microsecondsPerMinute)
    if (minute !== this.minute) this.turnTo(minute)
    this.pairs.change(by, source, kind)
  }

  /** Each row is written once; one that comes down to nothing is removed. */
  flush(writer: Writer): void {
    const hours = gather(this.minutes, minutesPerHour)
    const days = gather(hours, hoursPerDay)
    const ever = gather(days, Infinity)
    flushBuckets(writer, this.minutes, countTables.tallyMinute, countTables.rollupMinute)
    flushBuckets(writer, hours, countTables.tallyHour, countTables.rollupHour)
    flushBuckets(writer, days, countTables.tallyDay, countTables.rollupDay)
    for (const pairs of ever.values()) pairs.flush(writer, countTables.sourceKind)
    this.minutes.clear()
    this.minute = -1
  }

  private turnTo(minute: number): void {
    this.pairs = pairsOf(this.minutes, minute)
    this.minute = minute
  }
}

type Buckets = Map<number, PairTally>

function pairsOf(buckets: Buckets, bucket: number): PairTally {
  const known = buckets.get(bucket)
  if (known) return known
  const pairs = new PairTally()
  buckets.set(bucket, pairs)
  return pairs
}

/** The same counts in buckets that are so many times as long. */
function gather(buckets: Buckets, times: number): Buckets {
  const gathered: Buckets = new Map()
  for (const [bucket, pairs] of buckets) pairsOf(gathered, Math.floor(bucket / times)).addAll(pairs)
  return gathered
}

function flushBuckets(writer: Writer, buckets: Buckets, bySource: CountTable, rolledUp: CountTable): void {
  const rolled = new PairTally()
  for (const [bucket, pairs] of buckets) {
    for (const [source, kinds] of pairs.rows()) {
      for (const [kind, messages] of kinds) {
        changeRow(writer, bySource, messages, bucket, source, kind)
        rolled.change(messages, bucket, kind)
      }
    }
  }
  rolled.flush(writer, rolledUp)
}

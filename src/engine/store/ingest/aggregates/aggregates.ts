import { microsecondsPerSecond, usualMethods } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { countTables, spanTables } from './count-tables.ts'
import { noteWholeSeconds } from '../../whole-seconds.ts'
import { noteDialled } from '../../numbers/dialled.ts'
import type { EventFacts } from '../facts.ts'
import type { JudgedIds } from '../names/ids.ts'
import { addAttempts } from './attempts.ts'
import { KindCounts } from './kind-counts.ts'
import type { BatchSources } from './sources.ts'
import { PairTally, SpanTally, Tally } from './tally.ts'

/** Seconds kept in the per-second rollup: two hours are shown, and readers may lag a little. */
export const keptSeconds = 2 * 3600 + 300

/** A method as the per-second rollup counts it. */
export const rolledMethod = (method: number | null): number => (method !== null && method <= usualMethods ? method : 0)

export const oldestSecond = (now: number): number => Math.floor(now / 1000) - keptSeconds

/** What one batch adds to every aggregate; events of one sensor only. */
export class BatchAggregates {
  readonly dialogsBegun = new Tally()
  private readonly sensor: number
  private readonly oldestSecond: number
  private readonly kinds = new KindCounts()
  private readonly seconds = new PairTally()
  private readonly users = new PairTally()
  private readonly guesses = new SpanTally()
  private readonly sensors = new SpanTally()
  private readonly dialled = new SpanTally()

  constructor(sensor: number, now: number) {
    this.sensor = sensor
    this.oldestSecond = oldestSecond(now)
  }

  count({ time, direction }: EventFacts, source: number, kind: number, ids: JudgedIds): void {
    this.kinds.change(1, time, source, kind)
    if (direction === 'out') return
    const second = Math.floor(time / microsecondsPerSecond)
    if (second >= this.oldestSecond) this.seconds.add(second, rolledMethod(ids.method))
    this.sensors.add(time, source, this.sensor)
    if (ids.dialled !== null) this.dialled.add(time, source, ids.dialled)
    if (ids.named === null) return
    for (const user of ids.named.users) this.users.add(source, user)
    for (const guess of ids.named.guesses) this.guesses.add(time, source, guess)
  }

  /** @param sources learns how many sensors are new to each source. */
  flush(writer: Writer, sources: BatchSources): void {
    this.kinds.flush(writer)
    this.seconds.flush(writer, countTables.second, this.sensor)
    this.users.flush(writer, countTables.user)
    this.guesses.flush(writer, spanTables.guess)
    this.dialogsBegun.flush(writer, countTables.dialogMinute)
    this.sensors.flush(writer, spanTables.sensor, (source) => (sources.of(source).sensors += 1))
    addAttempts(writer, this.dialled)
    this.dialled.flush(writer, spanTables.dialled, (source, dialled) => noteDialled(writer, source, dialled))
  }
}

/** Drops what is not shown any more. Called every minute at least, and at once when the clock was set. */
export function pruneSeconds(writer: Writer, now: number): void {
  writer.transaction(() => {
    const border = oldestSecond(now)
    writer.run('DELETE FROM rollup_second WHERE second < ?', border)
    noteWholeSeconds(writer, border, Math.floor(now / 1000))
  })
}

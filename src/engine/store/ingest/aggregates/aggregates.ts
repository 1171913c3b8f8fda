import { directionCodes, microsecondsPerMinute, microsecondsPerSecond } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { countTables, spanTables } from './count-tables.ts'
import { noteDialled } from '../../numbers/dialled.ts'
import type { EventFacts } from '../facts.ts'
import type { JudgedIds } from '../names/ids.ts'
import type { BatchSources } from './sources.ts'
import { PairTally, SpanTally, Tally } from './tally.ts'

/** Seconds kept in the per-second rollup: two hours are shown, and readers may lag a little. */
export const keptSeconds = 2 * 3600 + 300
/** Usual methods have the numbers 1 to 14; a fuzzer's inventions share number 0. */
const usualMethods = 14

/** More than there are of any one kind of code: two of them, or an id and one, are counted as one number. */
const codes = 256
const pairOf = (both: number): number[] => [Math.floor(both / codes), both % codes]

/** A method as rollups count it. */
export const rolledMethod = (method: number | null): number => (method !== null && method <= usualMethods ? method : 0)

export const oldestSecond = (now: number): number => Math.floor(now / 1000) - keptSeconds

/** What one batch adds to every aggregate; events of one sensor only. */
export class BatchAggregates {
  readonly dialogsBegun = new Tally()
  private readonly sensor: number
  private readonly oldestSecond: number
  private readonly seconds = new PairTally()
  private readonly minutes = new PairTally()
  private readonly sourceMinutes = new PairTally()
  private readonly classes = new PairTally()
  private readonly tools = new PairTally()
  private readonly methods = new PairTally()
  private readonly fingerprints = new PairTally()
  private readonly users = new PairTally()
  private readonly guesses = new SpanTally()
  private readonly sensors = new SpanTally()
  private readonly dialled = new SpanTally()

  constructor(sensor: number, now: number) {
    this.sensor = sensor
    this.oldestSecond = oldestSecond(now)
  }

  count({ time, direction }: EventFacts, ids: JudgedIds): void {
    const method = rolledMethod(ids.method)
    const kind = (ids.class * codes + method) * 2 + directionCodes.encode(direction)
    this.minutes.add(Math.floor(time / microsecondsPerMinute), kind)
    const second = Math.floor(time / microsecondsPerSecond)
    if (direction === 'in' && second >= this.oldestSecond) this.seconds.add(second, method)
  }

  countReceived({ time }: EventFacts, source: number, ids: JudgedIds): void {
    this.classes.add(source, ids.class * codes + ids.severity)
    this.tools.add(source, (ids.userAgent ?? 0) * codes + ids.tool)
    if (ids.method !== null && ids.status === null) this.methods.add(source, rolledMethod(ids.method))
    if (ids.fingerprint !== null) this.fingerprints.add(source, ids.fingerprint)
    this.sensors.add(time, source, this.sensor)
    this.sourceMinutes.add(source, Math.floor(time / microsecondsPerMinute))
    if (ids.dialled !== null) this.dialled.add(time, source, ids.dialled)
    for (const user of ids.named?.users ?? []) this.users.add(source, user)
    for (const guess of ids.named?.guesses ?? []) this.guesses.add(time, source, guess)
  }

  /** @param sources learns how many sensors are new to each source. */
  flush(writer: Writer, sources: BatchSources): void {
    const { sensor } = this
    this.seconds.flush(writer, countTables.second, (method) => [sensor, method])
    this.minutes.flush(writer, countTables.minute, (kind) => [sensor, kind % 2, ...pairOf(Math.floor(kind / 2))])
    this.sourceMinutes.flush(writer, countTables.sourceMinute, (minute) => [minute, sensor])
    this.classes.flush(writer, countTables.class, pairOf)
    this.tools.flush(writer, countTables.tool, (pair) => pairOf(pair).reverse())
    this.methods.flush(writer, countTables.method)
    this.fingerprints.flush(writer, countTables.fingerprint)
    this.users.flush(writer, countTables.user)
    this.guesses.flush(writer, spanTables.guess)
    this.dialogsBegun.flush(writer, countTables.dialogMinute)
    this.sensors.flush(writer, spanTables.sensor, (source) => (sources.of(source).sensors += 1))
    this.dialled.flush(writer, spanTables.dialled, (source, dialled) => noteDialled(writer, source, dialled))
  }
}

export function pruneSeconds(writer: Writer, now: number): void {
  writer.run('DELETE FROM rollup_second WHERE second < ?', oldestSecond(now))
}

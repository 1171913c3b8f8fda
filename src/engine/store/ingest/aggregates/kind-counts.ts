import { microsecondsPerMinute } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { bordersOf } from '../../tallies/borders.ts'
import { Rows } from '../rows.ts'
import { countTables } from './count-tables.ts'
import { PairTally } from './tally.ts'

const minutesPerHour = 60
const minutesPerDay = 24 * minutesPerHour

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

  /** Each row is written once; one that comes down to nothing is removed. Counts that were given up stay away. */
  flush(writer: Writer): void {
    const { hour: hourFrom, minute } = bordersOf(writer)
    const minuteFrom = Math.max(minute, hourFrom)
    const rolled = { minute: new PairTally(), hour: new PairTally(), day: new PairTally() }
    const lessens = this.writeChanges(writer, (by, minute, kind) => {
      if (minute >= minuteFrom) rolled.minute.change(by, minute, kind)
      if (minute >= hourFrom) rolled.hour.change(by, Math.floor(minute / minutesPerHour), kind)
      rolled.day.change(by, Math.floor(minute / minutesPerDay), kind)
    })
    const from = { minute: minuteFrom, hour: hourFrom, day: 0, ever: 0 }
    for (const { level, add, removeEmpty } of tables) {
      writer.run(add, from[level])
      if (lessens) writer.run(removeEmpty)
    }
    writer.run('DELETE FROM change')
    rolled.minute.flush(writer, countTables.rollupMinute)
    rolled.hour.flush(writer, countTables.rollupHour)
    rolled.day.flush(writer, countTables.rollupDay)
    this.minutes.clear()
    this.minute = -1
  }

  /** @returns whether any count becomes less. */
  private writeChanges(writer: Writer, each: (by: number, minute: number, kind: number) => void): boolean {
    writer.run(makeChange)
    const rows = new Rows(writer, 'change', 4)
    let lessens = false
    for (const [minute, pairs] of this.minutes) {
      for (const [source, kinds] of pairs.rows()) {
        for (const [kind, by] of kinds) {
          if (by === 0) continue
          rows.add(minute, source, kind, by)
          each(by, minute, kind)
          lessens ||= by < 0
        }
      }
    }
    rows.flush()
    return lessens
  }

  private turnTo(minute: number): void {
    const known = this.minutes.get(minute)
    this.pairs = known ?? new PairTally()
    if (!known) this.minutes.set(minute, this.pairs)
    this.minute = minute
  }
}

/**
 * Where a batch's counts wait: four tables are changed from it within SQLite, in the order of their keys, in less than
 * half the time that a statement for each of their rows takes. It is no part of the file.
 */
const makeChange = `
  CREATE TEMP TABLE IF NOT EXISTS change (
    minute INTEGER NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
    PRIMARY KEY (minute, source, kind)
  ) STRICT, WITHOUT ROWID`

interface Counting {
  readonly level: 'minute' | 'hour' | 'day' | 'ever'
  readonly add: string
  readonly removeEmpty: string
}

/** @param key columns, @param values what they are in `change`: constants of this file, never data. */
function counting(level: Counting['level'], table: string, key: string, values: string): Counting {
  return {
    level,
    add: `INSERT INTO ${table} (${key}, messages) SELECT ${values}, messages FROM change WHERE minute >= ?
      ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
    removeEmpty: `DELETE FROM ${table} WHERE messages = 0 AND (${key}) IN (SELECT ${values} FROM change)`,
  }
}

const tables = [
  counting('minute', 'tally_minute', 'minute, source, kind', 'minute, source, kind'),
  counting('hour', 'tally_hour', 'hour, source, kind', `minute / ${minutesPerHour}, source, kind`),
  counting('day', 'tally_day', 'day, source, kind', `minute / ${minutesPerDay}, source, kind`),
  counting('ever', 'source_kind', 'source, kind', 'source, kind'),
]

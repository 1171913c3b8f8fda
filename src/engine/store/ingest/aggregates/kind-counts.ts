import { microsecondsPerMinute } from '../../codes.ts'
import type { Writer } from '../../connection.ts'
import { Rows } from '../rows.ts'
import { PairTally } from './tally.ts'

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
    writer.run(makeChange)
    const rows = new Rows(writer, 'change', 4)
    let taken = false
    for (const [minute, pairs] of this.minutes) {
      for (const [source, kinds] of pairs.rows()) {
        for (const [kind, by] of kinds) {
          if (by !== 0) rows.add(minute, source, kind, by)
          taken ||= by < 0
        }
      }
    }
    rows.flush()
    for (const { add, removeEmpty } of tables) {
      writer.run(add)
      if (taken) writer.run(removeEmpty)
    }
    writer.run('DELETE FROM change')
    this.minutes.clear()
    this.minute = -1
  }

  private turnTo(minute: number): void {
    const known = this.minutes.get(minute)
    this.pairs = known ?? new PairTally()
    if (!known) this.minutes.set(minute, this.pairs)
    this.minute = minute
  }
}

/**
 * Where a batch's counts wait: seven tables are changed from it within SQLite, in the order of their keys, in less than
 * half the time that a statement for each of their rows takes. It is no part of the file.
 */
const makeChange = `
  CREATE TEMP TABLE IF NOT EXISTS change (
    minute INTEGER NOT NULL, source INTEGER NOT NULL, kind INTEGER NOT NULL, messages INTEGER NOT NULL,
    PRIMARY KEY (minute, source, kind)
  ) STRICT, WITHOUT ROWID`

interface Counting {
  readonly add: string
  readonly removeEmpty: string
}

/** @param key columns, each with what it is in `change`: constants of this file, never data. */
function counting(table: string, key: Readonly<Record<string, string>>): Counting {
  const [columns, values] = [Object.keys(key).join(', '), Object.values(key).join(', ')]
  return {
    add: `INSERT INTO ${table} (${columns}, messages)
      SELECT ${values}, sum(messages) FROM change GROUP BY ${values}
      ON CONFLICT DO UPDATE SET messages = messages + excluded.messages`,
    removeEmpty: `DELETE FROM ${table} WHERE messages = 0 AND (${columns}) IN (SELECT ${values} FROM change)`,
  }
}

const hour = 'minute / 60'
const day = 'minute / 1440'

const tables = [
  counting('tally_minute', { minute: 'minute', source: 'source', kind: 'kind' }),
  counting('tally_hour', { hour, source: 'source', kind: 'kind' }),
  counting('tally_day', { day, source: 'source', kind: 'kind' }),
  counting('source_kind', { source: 'source', kind: 'kind' }),
  counting('rollup_minute', { minute: 'minute', kind: 'kind' }),
  counting('rollup_hour', { hour, kind: 'kind' }),
  counting('rollup_day', { day, kind: 'kind' }),
]

import { createHash } from 'node:crypto'
import type { Retention } from '../../../../src/contract/console/data.ts'
import { factsOf } from '../../../../src/engine/ingest/analyse.ts'
import type { Reader } from '../../../../src/engine/store/connection.ts'
import { pinsOf } from '../../../../src/engine/store/retention/pinned.ts'
import { retentionPlan } from '../../../../src/engine/store/retention/plan.ts'
import { previewOf } from '../../../../src/engine/store/retention/preview.ts'
import { retentionSweep, type RetentionClass } from '../../../../src/engine/store/retention/sweep.ts'
import { rawOfOne } from '../../../../src/engine/store/raw/read.ts'
import { guessingTraffic } from '../../../support/guessing-traffic.ts'
import { takeTraffic } from '../../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'

export const day = 86_400_000
/** Noon of a day in UTC. */
export const now = Date.UTC(2026, 2, 20, 12)
export const keepAll: Retention = { raw: null, events: null, rollups: null, entities: null, budget: null }

/** Messages of the last ten days by two sensors: packed in large blocks, in small ones, and waiting; some came late. */
export function filledStore(seed = 7): TestStore {
  const made = openTestStore(2, () => now)
  for (const [at, sensor] of made.sensors.entries()) {
    let first = 1
    const store = (events: ReturnType<typeof takeTraffic>): void => {
      made.events.store({ sensor, epoch: 'a'.repeat(16), first, events: events.map(factsOf) })
      first += events.length
    }
    for (const ago of [9, 8, 6, 5, 3, 2, 1]) {
      const start = (now - ago * day - 3_600_000 * 13 * at) * 1000
      store(takeTraffic(ago % 3 === 0 ? 280 : 90, seed + ago + at, start))
      if (ago === 5) store(takeTraffic(60, seed, (now - 7 * day) * 1000))
    }
    // From late in a day until early in the next: one block on both sides of a border.
    store(takeTraffic(300, seed + 50 + at, (now - 4.503 * day) * 1000))
    // Guessers who never come again, and one day's scanners.
    store(guessingTraffic(60, seed, (now - 8 * day) * 1000))
    store(takeTraffic(40, seed + 90, (now - 60_000) * 1000))
  }
  return made
}

/** A ban whose evidence these messages are. */
export function banOn({ store: { writer } }: TestStore, events: readonly number[]): void {
  const rows = writer.all<{ id: number; time: number; address: string }>(
    `SELECT e.id, e.time, s.address FROM event_row e JOIN source s ON s.id = e.source
      WHERE e.id IN (SELECT value FROM json_each(?)) AND e.direction = 0`,
    JSON.stringify(events),
  )
  for (const { id, time, address } of rows) {
    const bytes = rawOfOne(writer, id)
    const sha256 = bytes instanceof Uint8Array ? createHash('sha256').update(bytes).digest('hex') : ''
    const evidence = [{ time: time / 1000, sensor: 'x', sha256, summary: '', role: 'first' }]
    const name = `ban-${id}`
    const seq = writer.run(
      "INSERT INTO ledger_record (intent, subject, kind, hash, record) VALUES (?, ?, 'ban.proposed', '', '{}')",
      name,
      name,
    ).id
    writer.run(
      "INSERT INTO ban (id, address, state, proposed, life) VALUES (?, ?, 'expired', ?, ?)",
      ...[name, address, seq, JSON.stringify({ id: name, proposal: { address, evidence } })],
    )
  }
}

export const previewIn = (reader: Reader, retention: Retention) => {
  const pins = pinsOf(reader)
  return previewOf(reader, retentionPlan(reader, pins, retention, now), pins)
}

/** @param between is done between two steps, @param milliseconds of each; 0: one piece. @returns rows that went, by class. */
export function sweep(
  { store: { writer }, events }: TestStore,
  retention: Retention,
  between: () => void = () => undefined,
  milliseconds = 4,
): Record<RetentionClass, number> {
  const pins = pinsOf(writer)
  const plan = retentionPlan(writer, pins, retention, now)
  const gone = { raw: 0, events: 0, rollups: 0, entities: 0 }
  const running = retentionSweep(writer, plan, pins, () => events.forget())
  for (let swept = running.step(milliseconds); swept; swept = running.step(milliseconds)) {
    for (const { what, rows } of swept) gone[what] += rows
    between()
  }
  return gone
}

/** Rows that there are, of what each class deletes. */
export function rowsOf(reader: Reader): Record<RetentionClass, number> {
  const count = (sql: string): number => reader.get<{ n: number }>(`SELECT ${sql} AS n`)?.n ?? 0
  const all = (table: string): string => `(SELECT count(*) FROM ${table})`
  return {
    raw: count(`${all('raw')} + (SELECT coalesce(sum(messages), 0) FROM raw_block)`),
    events: count(all('event')),
    rollups: count(['tally_minute', 'rollup_minute', 'tally_hour', 'rollup_hour'].map(all).join(' + ')),
    entities: count(all('source')),
  }
}

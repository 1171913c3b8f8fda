import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { factsOf } from '../../src/engine/ingest/analyse.ts'
import type { EventFacts } from '../../src/engine/store/ingest/facts.ts'
import type { Arrived } from './arrivals.ts'

/** What anybody would write first: the same columns and the raw text in one row, and two indexes. */
export interface PlainStore {
  readonly events: number
  /** Milliseconds spent on inserts; the analysis is a gift. */
  readonly busy: number
  store(arrived: Arrived): void
  /** @returns bytes on disk. */
  close(): number
}

export function openPlain(path: string): PlainStore {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(`
    CREATE TABLE event (id INTEGER PRIMARY KEY, sequence INTEGER, sensor INTEGER, time INTEGER, transport TEXT,
      direction TEXT, source TEXT, port INTEGER, local TEXT, method TEXT, status INTEGER, call_id TEXT, number TEXT,
      prefix TEXT, user_agent TEXT, tool TEXT, class TEXT, severity TEXT, proof TEXT, size INTEGER, fault TEXT, raw TEXT);
    CREATE INDEX event_time ON event (time);
    CREATE INDEX event_source ON event (source, time);`)
  const insert = database.prepare(`INSERT INTO event VALUES (NULL${', ?'.repeat(21)})`)
  const insertAll = database.transaction((rows: readonly unknown[][]) => rows.forEach((row) => insert.run(...row)))
  let [events, busy] = [0, 0]
  return {
    get events() {
      return events
    },
    get busy() {
      return busy
    },
    store: ({ sensor, first, events: arrived }) => {
      const rows = arrived.map((event, at) => plainRow(factsOf(event), sensor, first + at))
      const began = performance.now()
      insertAll(rows)
      busy += performance.now() - began
      events += rows.length
    },
    close: () => {
      database.close()
      return statSync(path).size
    },
  }
}

/** The number as it was dialled, prefix included: what a search for its end has to look at. */
function plainRow(facts: EventFacts, sensor: number, sequence: number): unknown[] {
  const { time, transport, direction, source, port, local, method, status, callId, dialled, userAgent, tool } = facts
  return [
    ...[sequence, sensor, time, transport, direction, source, port, local, method ?? null, status ?? null, callId],
    ...[dialled?.raw ?? null, dialled?.prefix ?? null, userAgent ?? null, tool, facts.class, facts.severity],
    ...[facts.proof, facts.raw.length, facts.fault ?? null, Buffer.from(facts.raw).toString('utf8')],
  ]
}

/** Milliseconds of a search for everybody who dialled it behind any prefix, and how many messages did. */
export function searchPlain(path: string, core: string): { readonly milliseconds: number; readonly found: number } {
  const database = new Database(path, { readonly: true })
  const count = database.prepare('SELECT count(*) FROM event WHERE number LIKE ?').pluck()
  const began = performance.now()
  const found = Number(count.get(`%${core}`))
  const milliseconds = performance.now() - began
  database.close()
  return { milliseconds, found }
}

import Database from 'better-sqlite3'
import { join } from 'node:path'
import type { ConsoleClient } from '../../src/contract/console/index.ts'
import type { OpeningState } from '../../src/contract/console/opening.ts'
import { factsOf } from '../../src/engine/ingest/analyse.ts'
import { writeFormat4 } from '../engine/store/old-store.ts'
import { takeTraffic } from './sip-events.ts'
import { openTestStore } from './store.ts'

/** Waits until the engine says so of the data it opens. */
export async function openingOf<State extends OpeningState['state']>(
  client: ConsoleClient,
  state: State,
  matches: (state: Extract<OpeningState, { state: State }>) => boolean = () => true,
): Promise<Extract<OpeningState, { state: State }>> {
  for await (const told of client.stream('opening', {})) if (isOf(told, state) && matches(told)) return told
  throw new Error('the engine said no more')
}

const isOf = <State extends OpeningState['state']>(
  told: OpeningState,
  state: State,
): told is Extract<OpeningState, { state: State }> => told.state === state

/** Fills a folder as a console of format 4 had left it. */
export function fillFormat4(directory: string, events: number): void {
  const { store, events: writer, sensors, stop } = openTestStore(1)
  const traffic = takeTraffic(events, 41, Date.UTC(2026, 0, 1) * 1000)
  writer.store({ sensor: sensors[0] ?? 0, epoch: 'f'.repeat(16), first: 1, events: traffic.map(factsOf) })
  writeFormat4(directory, store)
  stop()
}

export interface HeldDatabase {
  format(): number
  release(): void
}

/**
 * Writes to a folder's database, as a shell of SQLite can: whoever else wants to, a console that upgrades it, waits inside
 * of SQLite, as it does in a long statement.
 */
export function holdDatabase(directory: string): HeldDatabase {
  const database = new Database(join(directory, 'console.db'))
  database.exec('BEGIN IMMEDIATE')
  return {
    format: () => Number(database.pragma('user_version', { simple: true })),
    release: () => void database.close(),
  }
}

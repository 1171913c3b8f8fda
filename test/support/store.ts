import { createEventWriter, type EventWriter } from '../../src/engine/store/ingest/batch.ts'
import { openStore, type Store } from '../../src/engine/store/open.ts'
import { addSensor } from '../../src/engine/store/sensors.ts'
import type { Geo } from '../../src/engine/geo/geo.ts'
import { temporaryDirectory } from './engine.ts'

/** A made-up geography, so that a store's test does not depend on a table that changes. */
export const testGeo: Geo = {
  info: { source: 'test', date: '2026-01-01', attribution: '' },
  placeOf: (address) => (address.endsWith('0') ? undefined : { country: 'SE' }),
}

export interface TestStore {
  readonly store: Store
  readonly events: EventWriter
  /** Numbers of the sensors made. */
  readonly sensors: readonly number[]
  readonly stop: () => void
}

export function openTestStore(sensors: number, now: () => number = Date.now): TestStore {
  const [directory, remove] = temporaryDirectory()
  const store = openStore({ directory })
  const ids = Array.from({ length: sensors }, (_, at) =>
    addSensor(store.writer, `ws://127.0.0.1:${at + 1}/`, 'x'.repeat(16)),
  )
  const stop = (): void => {
    store.close()
    remove()
  }
  return { store, events: createEventWriter(store.writer, testGeo, now), sensors: ids, stop }
}

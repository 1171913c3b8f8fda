import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChanges } from '../../src/engine/changes.ts'
import { openGeo } from '../../src/engine/geo/geo.ts'
import { createIngest } from '../../src/engine/ingest/ingest.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { addSensor } from '../../src/engine/store/sensors.ts'
import { createTail } from '../../src/engine/tail.ts'
import { engineOptions } from '../../test/support/engine.ts'
import { wrappedNumbers } from '../../test/support/wrapped-numbers.ts'
import type { BenchStore } from '../stores/stores.ts'
import { callIdsByNumber } from './dialled.ts'

export interface WrappedStore {
  readonly directory: string
  /** By number, the Call-IDs of all messages that dial it. */
  readonly dialled: ReadonlyMap<string, ReadonlySet<string>>
  remove(): void
}

/** A copy of a store with numbers in sixty wrappings and their decoys among what is there. */
export async function wrapIn({ directory: from, ours, to }: BenchStore): Promise<WrappedStore> {
  const directory = mkdtempSync(join(tmpdir(), 'honeynet-bench-numbers-'))
  copyFileSync(join(from, 'console.db'), join(directory, 'console.db'))
  const diallings = wrappedNumbers((to - 3_600_000) * 1000)
  const store = openStore({ directory })
  const geo = openGeo(engineOptions(directory).geoCountry)
  const ingest = createIngest({ store, geo, changes: createChanges(), tail: createTail(), now: Date.now })
  const sensor = addSensor(store.writer, 'ws://127.0.0.1:99/', 'the token of the bench')
  ingest.store({ sensor, epoch: 'f'.repeat(16), first: 1, events: diallings.map(({ event }) => event) })
  await ingest.close()
  store.close()
  const dialled = callIdsByNumber(ours.events)
  for (const { core, callId } of diallings)
    if (core !== undefined) dialled.set(core, (dialled.get(core) ?? new Set()).add(callId))
  return { directory, dialled, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

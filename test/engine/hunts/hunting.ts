import { resolve } from 'node:path'
import { pino } from 'pino'
import type { Hunt } from '../../../src/contract/console/hunts.ts'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createHunts, type Hunts } from '../../../src/engine/hunts/hunts.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import type { Store } from '../../../src/engine/store/open.ts'
import { addSensor } from '../../../src/engine/store/sensors.ts'
import { createTail } from '../../../src/engine/tail.ts'
import { systemsDirectory } from '../../support/engine.ts'
import { attackTraffic, randomFrom } from '../../support/sip-events.ts'
import { testGeo } from '../../support/store.ts'
import { until } from '../../support/until.ts'

export const start = Date.UTC(2026, 1, 1) * 1000

export function startHunts(store: Store, threads = 2): Hunts {
  const file = resolve(import.meta.dirname, '../../../src/engine/hunts/worker.ts')
  const systemsAt = { directory: systemsDirectory }
  const around = { store, changes: createChanges(), log: pino({ level: 'silent' }), now: Date.now }
  return createHunts({ ...around, file, systemsAt, threads })
}

/** Stores messages of one sensor in batches of these sizes, in turn: large ones are packed at once, small ones wait. */
export async function storeMessages(store: Store, events: readonly WireEvent[], sizes = [300, 7]): Promise<void> {
  const ingest = createIngest({ store, geo: testGeo, changes: createChanges(), tail: createTail(), now: Date.now })
  const sensor = addSensor(store.writer, `ws://127.0.0.1:9/${events.length}`, 'x'.repeat(16))
  for (let at = 0, batch = 0; at < events.length; batch += 1) {
    const size = sizes[batch % sizes.length] ?? 300
    ingest.store({ sensor, epoch: 'e'.repeat(16), first: at + 1, events: events.slice(at, at + size) })
    at += size
  }
  await ingest.close()
}

export function traffic(seed: number, count: number): WireEvent[] {
  const events = attackTraffic(seed, { sources: 40, start, perSecond: 50 })
  return Array.from({ length: count }, () => events.next().value as WireEvent)
}

/** Of a and b at random: there is hardly anything slower to search by `slowPattern`. */
export function slowMessages(count: number): WireEvent[] {
  const random = randomFrom(9)
  return Array.from({ length: count }, (_, at) => {
    const coins = Uint8Array.from({ length: 60_000 }, () => (random() < 0.5 ? 97 : 98))
    return packet(start + at, Buffer.concat([coins, Buffer.from('c')]))
  })
}
export const slowPattern = '[ab]*a[ab]{200}[cd]'

export const packet = (time: number, bytes: Uint8Array): WireEvent => [
  ...([time, 0, '198.51.100.7', 5060, '192.0.2.1', 5060, 0, 0] as const),
  bytes,
]

export const huntOf = (hunts: Hunts, id: number): Hunt | undefined => hunts.list().find((hunt) => hunt.id === id)

export const ended = (hunts: Hunts, id: number): Promise<Hunt> =>
  until(`hunt ${id} ends`, () => {
    const hunt = huntOf(hunts, id)
    return hunt && hunt.state !== 'running' && hunt
  })

/** Event ids. */
export const hitsOf = (store: Store, id: number): readonly number[] =>
  store.reader
    .all<{ event: number }>('SELECT event FROM hunt_hit WHERE hunt = ? ORDER BY event', id)
    .map((hit) => hit.event)

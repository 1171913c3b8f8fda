import { attacks } from '../../bench/traffic/traffic.ts'
import { sold } from '../../bench/traffic/sessions.ts'
import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { factsOf } from '../../src/engine/ingest/analyse.ts'
import { createEventWriter } from '../../src/engine/store/ingest/batch.ts'
import { beginRules } from '../../src/engine/store/judged.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { addSensor } from '../../src/engine/store/sensors.ts'
import { rulesVersion } from '../../src/sip/rules.ts'
import { testGeo } from './store.ts'

export interface AttackStoreOptions {
  /** About so many messages. */
  readonly events: number
  readonly seed: number
  /** UTC milliseconds of the last one. */
  readonly until: number
  /** Beside what everybody sends, in order of time. */
  readonly also: readonly WireEvent[]
}

/** Who dialled each number, by what was really sent: Call-IDs of INVITEs whose Request-URI ends in it. */
export type Dialled = ReadonlyMap<string, ReadonlySet<string>>

const sensors = ['Frankfurt', 'Denver', 'Kolkata', 'Sydney', 'São Paulo'] as const
const day = 86_400_000
/** What `also` may dial; nobody else does. */
export const ownNumber = '46850780296'
/** As many as are stored together. */
const together = 2_000

/** Fills a data folder with a day of attacks on five sensors, as ingestion would have. @returns who dialled what. */
export function seedAttacks(directory: string, { events, seed, until, also }: AttackStoreOptions): Dialled {
  const store = openStore({ directory })
  beginRules(store.writer, rulesVersion)
  const writer = createEventWriter(store.writer, testGeo, Date.now)
  const dialled = new Map([...sold, ownNumber].map((number) => [number, new Set<string>()]))
  const lanes = sensors.map((name, at) => {
    const sensor = addSensor(store.writer, `ws://127.0.0.1:${at + 1}/`, 'x'.repeat(16))
    store.writer.run('UPDATE sensor SET name = ?, url = NULL, token = NULL WHERE id = ?', name, sensor)
    return { sensor, waiting: [] as WireEvent[], first: 1 }
  })
  const flush = (lane: (typeof lanes)[number]): void => {
    const batch = lane.waiting.splice(0)
    writer.store({ sensor: lane.sensor, epoch: 'aaaaaaaaaaaaaaaa', first: lane.first, events: batch.map(factsOf) })
    lane.first += batch.length
  }
  for (const { sensor, event } of sent({ events, seed, until })) {
    note(event, dialled)
    const lane = lanes[sensor]
    if (lane && lane.waiting.push(event) >= together) flush(lane)
  }
  for (const lane of lanes) flush(lane)
  for (const event of also) note(event, dialled)
  lanes[0]?.waiting.push(...also)
  for (const lane of lanes) flush(lane)
  store.close()
  return dialled
}

/** What comes in the day before `until`. */
function* sent({ events, seed, until }: Omit<AttackStoreOptions, 'also'>) {
  let made = 0
  for (const each of attacks({ events, days: 1, sensors: sensors.length, start: until - day, seed })) {
    if (each.event[0] > until * 1000 || made++ >= events) return
    yield each
  }
}

/** No number of the traffic ends in another one's last nine digits. */
const suffix = 9
const bySuffix = new Map([...sold, ownNumber].map((number) => [number.slice(-suffix), number]))

function note([, , , , , , direction, , raw]: WireEvent, dialled: ReadonlyMap<string, Set<string>>): void {
  if (direction !== 0) return
  const text = Buffer.from(raw).toString('latin1')
  const called = /^INVITE sip:([^@]*)@/.exec(text)?.[1]
  const number = called && bySuffix.get(called.slice(-suffix))
  const callId = number && /^Call-ID: (.*)\r$/m.exec(text)?.[1]
  if (callId) dialled.get(number)?.add(callId)
}

import { afterEach, expect, test } from 'vitest'
import type { EventRow } from '../../../src/contract/console/vocabulary.ts'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createIngest } from '../../../src/engine/ingest/ingest.ts'
import { eventRow, listEvents } from '../../../src/engine/store/events.ts'
import type { Tail } from '../../../src/engine/tail.ts'
import { openTestStore, testGeo } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1) * 1000
const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const invite = (at: number, user: string): WireEvent => {
  const lines = [
    `INVITE sip:${user}@192.0.2.1 SIP/2.0`,
    `Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK-${at}`,
    `From: <sip:100@192.0.2.1>;tag=${at}`,
    `To: <sip:${user}@192.0.2.1>`,
    `Call-ID: ${at}`,
    'CSeq: 1 INVITE',
  ]
  const raw = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
  return [start + at, 0, '198.51.100.7', 5060, '192.0.2.1', 5060, 0, 0, raw]
}

/** An ingest with somebody in front of the live tail. @param shown takes the rows; @param changed the topics told of. */
function watchedIngest(shown: EventRow[], changed: string[] = []) {
  const { store, sensors, stop } = openTestStore(1, () => start / 1000)
  stops.push(stop)
  const nobody = (): never => {
    throw new Error('nobody reads it')
  }
  const tail: Tail = { watched: true, publish: (rows) => shown.push(...rows), stream: nobody }
  const changes = { ...createChanges(), publish: (topic: string) => void changed.push(topic) }
  const ingest = createIngest({ store, geo: testGeo, changes, tail, now: () => start / 1000 })
  stops.push(() => ingest.close())
  return { store, sensor: sensors[0] ?? 0, ingest }
}

test('old news is stored and told of, but not shown in the live tail', () => {
  const shown: EventRow[] = []
  const changed: string[] = []
  const { store, sensor, ingest } = watchedIngest(shown, changed)
  const epoch = 'a'.repeat(16)
  expect(ingest.store({ sensor, epoch, first: 1, events: [invite(1, '100'), invite(2, '101')], old: true }).last).toBe(
    2,
  )
  expect(store.reader.get('SELECT count(*) AS events FROM event')).toEqual({ events: 2 })
  expect([shown, changed]).toEqual([[], ['events']])
  ingest.store({ sensor, epoch, first: 3, events: [invite(3, '102')] })
  expect(shown.map(({ time }) => time)).toEqual([start / 1000 + 0.003])
})

test('the live tail reads a number as the lists do: together with what was dialled before', () => {
  const shown: EventRow[] = []
  const { store, sensor, ingest } = watchedIngest(shown)
  const dial = (first: number, ...users: readonly string[]): void => {
    const events = users.map((user, at) => invite(first + at, user))
    ingest.store({ sensor, epoch: 'a'.repeat(16), first, events })
  }
  dial(1, '004525123456', '+4525123456')
  // Alone it could be a number of a country with the code 94; beside the others it is theirs behind a 9.
  dial(3, '94525123456')
  expect(shown.at(-1)?.number).toMatchObject({ core: '4525123456', prefix: '9', raw: '94525123456' })
  const listed = listEvents(store.reader, { limit: 10 }).map(eventRow)
  expect(shown.map(({ id, number }) => ({ id, number }))).toEqual(
    listed.map(({ id, number }) => ({ id, number })).reverse(),
  )
})

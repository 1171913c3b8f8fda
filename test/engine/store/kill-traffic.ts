import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { judgeMessage } from '../../../src/engine/ingest/analyse.ts'
import type { Rules } from '../../../src/engine/ingest/ingest.ts'
import type { Store } from '../../../src/engine/store/open.ts'
import { addSensor } from '../../../src/engine/store/sensors.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { otherRules } from '../../support/other-rules.ts'
import { randomFrom, takeTraffic } from '../../support/sip-events.ts'

export const killEpoch = 'a'.repeat(16)
const url = 'ws://127.0.0.1:9/'

/** Around a midnight, and partly in disorder. */
export function killTraffic(seed: number): readonly WireEvent[] {
  const start = Date.UTC(2026, 2, 28, 23, 58) * 1000
  const random = randomFrom(seed)
  return [...takeTraffic(2_000, seed, start), ...guessingTraffic(1_000, seed, start)]
    .map((event) => ({ event, key: event[0] + (random() < 0.1 ? random() * 5_000_000 : 0) }))
    .sort((a, b) => a.key - b.key)
    .map(({ event }) => event)
}

/** Each round has newer rules than the one before, and they see everything differently. */
export const killRules = (round: number): Rules => ({
  version: 1_000 + round,
  judge: round % 2 === 0 ? otherRules.judge : judgeMessage,
})

export function killSensor(store: Store): number {
  const known = store.reader.get<{ id: number }>('SELECT id FROM sensor WHERE url = ?', url)
  return known?.id ?? addSensor(store.writer, url, 'x'.repeat(16))
}

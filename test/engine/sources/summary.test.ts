import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { directions, proofs, type WireEvent } from '../../../src/contract/wire/frames.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { sourceByAddress } from '../../../src/engine/store/sources.ts'
import { summaryOf } from '../../../src/engine/store/summary.ts'
import { analyse } from '../../../src/sip/analysis.ts'
import { accumulate, type SourceMessage } from '../../../src/sip/source/accumulate.ts'
import type { SourceSummary } from '../../../src/sip/source/summary.ts'
import { corpus, messagesIn, recording } from '../../sip/fixtures.ts'
import { udpPackets } from '../../sip/pcap.ts'
import { guessingTraffic } from '../../support/guessing-traffic.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore, type TestStore } from '../../support/store.ts'

const start = Date.UTC(2026, 0, 1) * 1000
let open: TestStore | undefined
afterEach(() => {
  open?.stop()
  open = undefined
})

const received = (raw: Uint8Array, at: number, source = '198.51.100.7'): WireEvent => [
  ...([start + at * 40_000, 0, source, 5060, '192.0.2.1', 5060, 0, 0] as const),
  raw,
]

function messageOf([time, , address, , , , direction, proof, raw]: WireEvent): SourceMessage {
  const way = directions[direction] ?? 'in'
  const analysis = analyse({ raw, direction: way })
  return {
    ...{ analysis, address, direction: way, sensor: 'one', time: time / 1000 },
    proof: proofs[proof] ?? 'unproven',
  }
}

/** Times are stored so; as fractions of milliseconds they differ in their last binary digit. */
const inMicroseconds = ({ timeToInvite, ...summary }: SourceSummary): SourceSummary => ({
  ...summary,
  timeToInvite: timeToInvite === undefined ? undefined : Math.round(timeToInvite * 1000) / 1000,
})

/** What the engine's aggregates say of each source must be what its messages say. */
function expectEqual(events: readonly WireEvent[]): void {
  open = openTestStore(1)
  const { store, sensors } = open
  open.events.store({ sensor: sensors[0] ?? 0, epoch: 'a'.repeat(16), first: 1, events: events.map(factsOf) })
  for (const [address, messages] of Map.groupBy(events.map(messageOf), (message) => message.address)) {
    const source = sourceByAddress(store.reader, address)
    const inOrder = messages.toSorted((a, b) => a.time - b.time)
    expect(source && summaryOf(store.reader, source), address).toEqual(inMicroseconds(accumulate(inOrder)))
  }
}

test.each(messagesIn('sip-tools').filter((name) => name.endsWith('.jsonl')))('a recording of %s', (name) => {
  expectEqual(recording(`sip-tools/${name}`).map(({ raw }, at) => received(raw, at)))
})

test('scanners, guessers and callers with our answers', () => {
  expectEqual([...takeTraffic(2_000, 51, start), ...guessingTraffic(500, 51, start)])
})

const folder = corpus()
const captures = folder === undefined ? [] : readdirSync(join(folder, 'fetched/attack-pcap'))

test.skipIf(captures.length === 0).each(captures)('the capture %s', (name) => {
  const packets = udpPackets(join(folder ?? '', 'fetched/attack-pcap', basename(name)))
  const events = packets.map(({ payload, source }, at) => received(payload, at, source.replace(/:\d+$/, '')))
  expectEqual(events)
})

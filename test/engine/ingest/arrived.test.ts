import { expect, test } from 'vitest'
import type { WireEvent } from '../../../src/contract/wire/frames.ts'
import { arrivedOf } from '../../../src/engine/ingest/arrived.ts'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { takeTraffic } from '../../support/sip-events.ts'

/** Bytes as text: comparing them one by one takes minutes. */
function shown(event: WireEvent): object {
  const facts = factsOf(event)
  return { ...facts, raw: Buffer.from(facts.raw).toString('latin1') }
}

test('what waits is what came', () => {
  const events = takeTraffic(500, 3)
  const { count, eventAt } = arrivedOf(events)
  expect(count).toBe(events.length)
  expect(events.map((_, at) => shown(eventAt(at)))).toEqual(events.map(shown))
})

test('the largest values the wire allows stay as they are, and bytes are copied', () => {
  const raw = Uint8Array.of(1, 2, 3)
  const empty: WireEvent = [0, 0, '::1', 0, '', 0, 0, 0, new Uint8Array()]
  const largest: WireEvent = [Number.MAX_SAFE_INTEGER, 2, '192.0.2.1', 65_535, 'nonsense', 65_535, 1, 3, raw]
  const { eventAt } = arrivedOf([empty, largest, empty])
  raw.fill(0)
  const [, ...rest] = largest.toReversed()
  expect(eventAt(1).slice(0, 8)).toEqual(rest.toReversed())
  expect([...eventAt(1)[8]]).toEqual([1, 2, 3])
  expect([eventAt(0), eventAt(2)]).toEqual([empty, empty])
})

test('one address is one text, however it is spelled and however often it comes', () => {
  const at = (address: string): WireEvent => [0, 0, address, 1, '192.0.2.1', 1, 0, 0, new Uint8Array()]
  const { eventAt } = arrivedOf([at('2001:DB8:0::1'), at('2001:db8::1')])
  expect([eventAt(0)[2], eventAt(1)[2]]).toEqual(['2001:db8::1', '2001:db8::1'])
})

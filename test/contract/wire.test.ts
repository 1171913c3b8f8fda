import { encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFromConsole, decodeFromSensor, encodeFrame, FrameError } from '../../src/contract/wire/codec.ts'
import { readEvents } from '../../src/contract/wire/events.ts'
import { fromSensor, type FromSensor, type WireEvent } from '../../src/contract/wire/frames.ts'
import { wireLimits } from '../../src/contract/wire/limits.ts'

const event = (raw: Uint8Array): WireEvent => [
  1_700_000_000_000_000,
  0,
  '192.0.2.1',
  5060,
  '127.0.0.1',
  5060,
  0,
  0,
  raw,
]
const events = (raw: Uint8Array): FromSensor => ({ type: 'events', epoch: 'e', first: 1, events: [event(raw)] })

it('carries any bytes of a message unchanged', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), (raw) => {
      expect(decodeFromSensor(encodeFrame(events(raw)))).toEqual(events(raw))
    }),
  )
})

describe('refuses', () => {
  it('whatever is no frame, always by FrameError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(() => decodeFromSensor(bytes)).toThrow(FrameError)
        expect(() => decodeFromConsole(bytes)).toThrow(FrameError)
      }),
      { numRuns: 1000 },
    )
  })

  it('every truncation of a good frame', () => {
    const whole = encodeFrame(events(new Uint8Array(20)))
    for (let length = 0; length < whole.length; length += 1)
      expect(() => decodeFromSensor(whole.subarray(0, length))).toThrow(FrameError)
  })

  it.each([
    ['too long a frame', new Uint8Array(wireLimits.frame + 1)],
    ['too long a message', encode(events(new Uint8Array(wireLimits.raw + 1)))],
    ['no events', encode({ type: 'events', epoch: 'e', first: 1, events: [] })],
    ['an unknown type', encode({ type: 'shutdown' })],
    ['a negative sequence', encode({ type: 'gap', epoch: 'e', from: -1, to: 1, reason: 'disk' })],
    ['a console frame', encode({ type: 'credit', events: 1 })],
    ['a deep nest', encode(Array.from({ length: 300 }).reduce<unknown>((inner) => [inner], 0))],
  ])('%s', (_name, bytes) => {
    expect(() => decodeFromSensor(bytes)).toThrow(FrameError)
  })
})

describe('the written-out check of events says what the schema says', () => {
  const agree = (frame: unknown): void => {
    const parsed = fromSensor.safeParse(frame)
    expect(readEvents(frame)).toEqual(parsed.success ? parsed.data : undefined)
  }
  const oddities = [-1, 0, 1, 2, 3, 4, 1.5, 65_535, 65_536, 2 ** 53 - 1, 2 ** 53, NaN, '', 'x', 'xx', 'x'.repeat(45)]
  const others = ['x'.repeat(46), null, undefined, [], {}, true, 5n, new Uint8Array(wireLimits.raw + 1)]

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('whatever stands in place %i', (place) => {
    for (const odd of [...oddities, ...others]) {
      const changed: unknown[] = [...event(new Uint8Array(3))]
      changed[place] = odd
      agree({ type: 'events', epoch: 'e', first: 1, events: [event(new Uint8Array()), changed] })
    }
  })

  it.each(['epoch', 'first', 'events', 'type', 'mood'])('whatever %s is', (name) => {
    for (const odd of [...oddities, ...others, [event(new Uint8Array(1)).slice(1)], [[]], [{ length: 9 }]])
      agree({ ...events(new Uint8Array(2)), [name]: odd })
  })

  it('however many there are', () => {
    const one = event(new Uint8Array(1))
    for (const count of [1, wireLimits.events, wireLimits.events + 1])
      agree({ type: 'events', epoch: 'e', first: 1, events: Array.from({ length: count }, () => one) })
    for (const nothing of [undefined, null, 7, 'events', [], {}]) expect(readEvents(nothing)).toBeUndefined()
  })
})

it('ignores unknown fields, so that newer sensors can say more', () => {
  expect(decodeFromSensor(encode({ type: 'welcome', mood: 'good' }))).toEqual({ type: 'welcome' })
})

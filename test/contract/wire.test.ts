import { encode } from 'cborg'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeFromConsole, decodeFromSensor, encodeFrame, FrameError } from '../../src/contract/wire/codec.ts'
import type { FromSensor, WireEvent } from '../../src/contract/wire/frames.ts'
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

it('ignores unknown fields, so that newer sensors can say more', () => {
  expect(decodeFromSensor(encode({ type: 'welcome', mood: 'good' }))).toEqual({ type: 'welcome' })
})

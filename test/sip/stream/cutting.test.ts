import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStreamFramer } from '../../../src/sip/stream/framer.ts'
import { bytes } from '../fixtures.ts'
import { spent } from '../../support/cost.ts'

const text = (raw: Uint8Array | undefined): string => Buffer.from(raw ?? []).toString('latin1')

/** What a stream gives when it arrives in pieces that end at these places. */
function framed(stream: Uint8Array, cuts: readonly number[], limit = 65_536): object {
  const framer = createStreamFramer({ message: limit })
  const borders = [0, ...cuts, stream.length]
  const messages = borders.slice(1).flatMap((end, at) => framer.push(stream.subarray(borders[at], end)))
  const { broken } = framer
  return { messages: messages.map(text), broken, left: text(framer.end()) }
}

const eachByte = (stream: Uint8Array): readonly number[] => Array.from(stream, (_, at) => at)

const head = 'OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\n'
const piece = fc.constantFrom(
  `${head}Content-Length: 4\r\n\r\nbody`,
  `${head}l: 2\r\n\r\n\r\n`,
  `${head}l:3\n\nab\n`,
  `${head}Content-Length:\r\n 4\r\n\r\nbody`,
  `${head}CONTENT-LENGTH \t: 0004\r\n\r\nbody`,
  `${head}Content-Length: 4\r\nl: 4\r\n\r\nbody`,
  `${head}Subject: a\r\n\r\n`,
  `${head}Subject: l: 9\r\n\r\n`,
  'SIP/2.0 200 OK\r\nl: 1\r\n\r\n\0',
  '\r\n\r\n',
  '\r\n',
  '\n',
)
const breaking = fc.constantFrom(
  `${head}Content-Length: 4\r\nl: 5\r\n\r\nbody`,
  `${head}l: 5\r\nContent-Length: x\r\n\r\nbody`,
  `${head}Content-Length: -1\r\n\r\n`,
  `${head}Content-Length: 4, 4\r\n\r\nbody`,
  `no SIP at all\r\nl: 1\r\nl: 2\r\n\r\n`,
  `${head}Content-Length: 999999\r\n\r\n${'x'.repeat(900)}`,
  'x'.repeat(1200),
)
const pieces = fc.array(piece, { maxLength: 8 })

describe('however a stream is cut', () => {
  it('it gives the same messages, keep-alives dropped', () => {
    const streams = fc
      .tuple(pieces, fc.option(breaking, { nil: '' }), pieces, fc.nat(60))
      .map(([some, bad, more, lost]) => {
        const whole = bytes([...some, bad, ...more].join(''))
        return whole.subarray(0, Math.max(0, whole.length - lost))
      })
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 })
    fc.assert(
      fc.property(streams, places, fc.constantFrom(1000, 65_536), (stream, parts, limit) => {
        const whole = framed(stream, [], limit)
        const cuts = parts.map((part) => Math.round(part * stream.length)).sort((a, b) => a - b)
        expect(framed(stream, cuts, limit)).toEqual(whole)
        expect(framed(stream, eachByte(stream), limit)).toEqual(whole)
      }),
      { numRuns: 400 },
    )
  })

  it('every message that is sound comes out as it was sent', () => {
    const sound = (sent: readonly string[]): readonly string[] =>
      sent.filter((one) => one.startsWith('O') || one.startsWith('S'))
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 90 }), (sent, size) => {
        const stream = bytes(sent.join(''))
        const cuts = eachByte(stream).filter((at) => at % size === 0)
        expect(framed(stream, cuts)).toEqual({ messages: sound(sent), broken: false, left: '' })
      }),
      { numRuns: 400 },
    )
  })

  it('any bytes give the same', () => {
    const noise = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.stringMatching(/^[\r\nl: 0-9a]{0,200}$/).map(bytes))
    fc.assert(
      fc.property(noise, (stream) => {
        expect(framed(stream, eachByte(stream), 150)).toEqual(framed(stream, [], 150))
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['a head in single bytes', `${head}Subject: ${'x'.repeat(60_000)}\r\n\r\n`, 1],
    ['folds in single bytes', `${head}Subject: ${'x\r\n '.repeat(15_000)}\r\n\r\n`, 1],
    ['ten thousand messages at once', `${head}l: 0\r\n\r\n`.repeat(10_000), 1_000_000],
    ['ten thousand messages cut anywhere', `${head}l: 1\r\n\r\nx\r\n`.repeat(10_000), 97],
    ['keep-alives alone', '\r\n'.repeat(200_000), 3],
  ])('it takes linear time: %s', (_, sent, size) => {
    const stream = bytes(sent)
    const began = spent()
    const framer = createStreamFramer()
    let messages = 0
    for (let at = 0; at < stream.length; at += size) messages += framer.push(stream.subarray(at, at + size)).length
    expect(framer.broken).toBe(false)
    expect(messages).toBe(sent.split('OPTIONS').length - 1)
    // Linear code takes some tens of milliseconds, quadratic code many seconds.
    expect(spent() - began).toBeLessThan(1500)
  })
})

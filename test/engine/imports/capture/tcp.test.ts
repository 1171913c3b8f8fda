import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pcap, options, tcp, type TcpFlags } from './packets.ts'
import { accountedFor, readAll, reasons, type Everything } from './read-all.ts'

const first = 4_294_967_000
const texts = ({ messages }: Everything): readonly string[] =>
  messages.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))
const read = (...packets: readonly Uint8Array[]): Everything => {
  const everything = readAll(pcap(packets))
  expect(accountedFor(everything)).toBe(packets.length)
  return everything
}
const at = (offset: number, text: string, flags?: TcpFlags): Uint8Array => tcp(first + 1 + offset, text, flags)
const syn = tcp(first, '', { syn: true })
const two = options(1, 'x'.repeat(600)) + options(2)

describe('TCP in captures', () => {
  it('cuts one stream into its messages, through the end of the sequence numbers', () => {
    const all = read(syn, at(0, two.slice(0, 500)), at(500, two.slice(500)))
    expect(texts(all)).toEqual([options(1, 'x'.repeat(600)), options(2)])
    expect(all.messages.map(({ number }) => number)).toEqual([3, 3])
    expect(reasons(all)).toEqual({ 'tcp-control': 1, 'tcp-part': 1 })
  })

  it('puts segments in order and leaves out what came twice', () => {
    const parts = [0, 300, 600].map((from) => at(from, two.slice(from, from === 600 ? undefined : from + 300)))
    const [one, middle, end] = parts as [Uint8Array, Uint8Array, Uint8Array]
    const all = read(syn, end, one, one, end, middle, middle)
    expect(texts(all)).toEqual([options(1, 'x'.repeat(600)), options(2)])
    expect(reasons(all)['tcp-repeated']).toBe(3)
  })

  it('takes from a segment sent anew only what is new', () => {
    const all = read(syn, at(0, two.slice(0, 400)), at(200, two.slice(200)))
    expect(texts(all)).toHaveLength(2)
  })

  it('goes on behind a hole with the next segment that begins a message', () => {
    const [a, b, c] = [options(1), options(2), options(3)]
    const all = read(
      syn,
      at(0, a),
      at(a.length + b.length, 'tail of a message\r\n\r\n'),
      at(a.length + b.length + 21, c),
    )
    expect(texts(all)).toEqual([a, c])
    expect(reasons(all)).toEqual({ 'tcp-control': 1, 'tcp-lost': 1 })
  })

  it('does not wait for ever for what was not captured', () => {
    const many = Array.from({ length: 200 }, (_, number) => options(1000 + number))
    const { length } = many[0] ?? ''
    const all = read(syn, ...many.map((text, number) => at(9999 + number * length, text)))
    expect(texts(all)).toEqual(many)
    expect(all.messages[0]?.number).toBe(2)
  })

  it('follows a connection whose beginning was not captured, on any port, once a message begins', () => {
    const ports = { fromPort: 40_000, toPort: 33_093 }
    const segments = ['no message', options(1).slice(0, 40), options(1).slice(40)]
    const all = read(...segments.map((text, part) => tcp(1000 + [0, 10, 50][part]!, text, {}, ports)))
    expect(texts(all)).toEqual([options(1)])
    expect(reasons(all)).toEqual({ 'no-sip': 1, 'tcp-part': 1 })
  })

  it('keeps what a connection leaves unfinished, as a sensor does', () => {
    const all = read(syn, at(0, 'INVITE sip:1@192.0.2.1'), at(22, '', { fin: true }))
    expect(texts(all)).toEqual(['INVITE sip:1@192.0.2.1'])
    expect(all.messages[0]?.number).toBe(3)
  })

  it('takes nothing twice that is sent anew after the end', () => {
    const all = read(syn, at(0, options(1), { fin: true }), at(0, options(1), { fin: true }))
    expect(texts(all)).toHaveLength(1)
    expect(reasons(all)['tcp-repeated']).toBe(1)
  })

  it('tells a new connection between the same ports from the old one', () => {
    const again = tcp(77, '', { syn: true })
    const all = read(syn, at(0, options(1).slice(0, 50)), again, tcp(78, options(2)))
    expect(texts(all)).toEqual([options(2)])
  })

  it('names TLS and reads nothing into it', () => {
    const record = '\u0016\u0003\u0001\u0000\u0005hello'
    const all = read(tcp(1, '', { syn: true }), tcp(2, record), tcp(12, 'more of it'))
    expect(reasons(all)).toEqual({ 'tcp-control': 1, encrypted: 2 })
  })

  it('gives the same messages however its segments are cut, repeated and mixed', () => {
    const stream = Array.from({ length: 8 }, (_, number) => options(number, 'b'.repeat(number * 40))).join('')
    const segments = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(segments, fc.array(fc.nat(1000), { maxLength: 30 }), (sizes, swaps) => {
        const packets: Uint8Array[] = []
        for (let from = 0, turn = 0; from < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1
          packets.push(at(from, stream.slice(from, from + size)))
          from += size
        }
        for (const swap of swaps) {
          const place = swap % Math.max(1, packets.length - 1)
          const [one, other] = [packets[place], packets[place + 1]]
          if (one && other) packets.splice(place, 2, other, one, ...(swap % 3 === 0 ? [one] : []))
        }
        fc.pre(packets.length < 64)
        expect(texts(read(syn, ...packets)).toSorted()).toEqual(texts(read(syn, at(0, stream))).toSorted())
      }),
      { numRuns: 100 },
    )
  })
})

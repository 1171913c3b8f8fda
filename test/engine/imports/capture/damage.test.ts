import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixture } from '../../../sip/fixtures.ts'
import { ipv4, options, pcap, pcapng, tcp, udp } from './packets.ts'
import { accountedFor, facts, readAll } from './read-all.ts'

const lab = readFileSync(join(import.meta.dirname, '../../../fixtures/captures/lab-both-directions.pcap')).subarray(
  0,
  24_000,
)
const message = udp(Buffer.from(options(1)))
const parts = [0, 16, 32].map((from) =>
  ipv4(
    17,
    message.subarray(from, from === 32 ? undefined : from + 16),
    {},
    { id: 9, flags: (from === 32 ? 0 : 0x2000) | (from / 8) },
  ),
)
const mixed = [
  ...parts,
  tcp(1, '', { syn: true }),
  tcp(2, options(2).slice(0, 99)),
  tcp(101, options(2).slice(99)),
  ipv4(4, ipv4(17, message)),
]
const ng = pcapng(
  [{ link: 101 }, { link: 101, resolution: 9 }],
  mixed.map((bytes, at) => ({
    on: at % 2,
    time: (1_700_000_000_000_000n + BigInt(at)) * (at % 2 === 0 ? 1n : 1000n),
    bytes,
  })),
)
const line = JSON.stringify({
  event_timestamp: '2026-11-22 16:14:59.15043141',
  transport_type: 'UDP',
  source_ip: '203.0.113.9',
  destination_ip: '192.0.2.1',
  sip_message: options(5),
})
const files = { lab, mixed: pcap(mixed), ng, lines: Buffer.from(`${line}\n\n{"x":1}\nnot json\n${line}`) }

describe.each(Object.entries(files))('a capture (%s)', (_name, file) => {
  const whole = readAll(file, [file.length])

  it('gives the same whatever the pieces are that it comes in', () => {
    expect(whole.messages.length).toBeGreaterThan(1)
    expect(accountedFor(whole)).toBe(whole.count)
    const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(sizes, (pieces) => {
        expect(readAll(file, pieces)).toEqual(whole)
      }),
      { numRuns: 40 },
    )
    expect(readAll(file, [1])).toEqual(whole)
  })

  it('accounts for every packet when it is damaged, and throws nothing', () => {
    const change = fc.record({ at: fc.nat(file.length - 1), byte: fc.integer({ min: 0, max: 255 }) })
    const damage = fc.record({
      changes: fc.array(change, { maxLength: 12 }),
      cut: fc.integer({ min: 64, max: file.length }),
    })
    fc.assert(
      fc.property(damage, ({ changes, cut }) => {
        const broken = Uint8Array.from(file).subarray(0, cut)
        // Its first four bytes say what it is; what is nothing that can be read is refused.
        for (const { at, byte } of changes) if (at >= 4 && at < cut) broken[at] = byte
        const all = readAll(broken, [997])
        expect(accountedFor(all)).toBe(all.count)
        for (const { time } of all.messages) expect(Number.isSafeInteger(time) && time >= 0).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

it('reads fragments, tunnels and streams of both formats alike', () => {
  const bytes = (of: Uint8Array): readonly string[] =>
    readAll(of).messages.map((each) => Buffer.from(each.bytes).toString())
  expect(bytes(files.mixed)).toEqual([options(1), options(2), options(1)])
  expect(bytes(ng)).toEqual(bytes(files.mixed))
})

it('reads what SentryPeer writes, with its nanoseconds that lack their leading zeros', () => {
  const { messages, skipped } = readAll(files.lines)
  expect(messages[0]).toMatchObject({
    number: 1,
    source: '203.0.113.9',
    local: '192.0.2.1',
    direction: 'in',
    transport: 'udp',
  })
  expect(messages[0]?.time).toBe(Date.UTC(2026, 10, 22, 16, 14, 59) * 1000 + 15_043)
  expect(skipped).toEqual([
    { number: 3, reason: 'no-message' },
    { number: 4, reason: 'not-json' },
  ])
  expect(messages[1]?.number).toBe(5)
})

it.each([
  ['an answer to a SIP message', fixture('telephones/kamailio-200.sip'), 'the file is no capture'],
  ['a compressed capture', Buffer.from('1f8b0800000000000003', 'hex'), 'must be unpacked first'],
  ['nothing', Buffer.alloc(0), 'the file is empty'],
])('refuses %s in words', (_what, bytes, words) => {
  expect(() => readAll(bytes)).toThrow(words)
  expect(() => readAll(bytes)).toThrow('pcap, pcapng and SentryPeer’s JSON lines can be read')
})

it('holds only so much of what never becomes whole', () => {
  const begun = (number: number): Uint8Array =>
    ipv4(17, Buffer.alloc(1400, 65), { from: `198.51.${number >> 8}.${number & 255}` }, { id: number, flags: 0x2000 })
  const stream = (number: number): Uint8Array =>
    tcp(9_000_000, 'x'.repeat(1400), {}, { from: `198.51.${number >> 8}.${number & 255}`, fromPort: 1024 + number })
  const packets = Array.from({ length: 20_000 }, (_, number) => (number % 2 === 0 ? begun(number) : stream(number)))
  const before = process.memoryUsage().arrayBuffers
  const all = readAll(pcap(packets), [65_536])
  expect(accountedFor(all)).toBe(packets.length)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200e6)
  expect(facts(all)).toEqual([])
})

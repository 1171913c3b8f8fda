import { expect, it } from 'vitest'
import { ipv4, options, pcap, udp } from './packets.ts'
import { accountedFor, readAll, reasons } from './read-all.ts'

const fields = {
  event_timestamp: '2026-11-22 16:14:59.15043141',
  transport_type: 'UDP',
  source_ip: '203.0.113.9',
  destination_ip: '192.0.2.1',
  sip_message: options(1),
}
const line = (changes: string): string => `${JSON.stringify(fields).slice(0, -1)},${changes}}`

it('reads on behind lines whose values are anything but text', () => {
  const poison = '{"toString":1,"valueOf":1}'
  const nested = `${'['.repeat(60_000)}${']'.repeat(60_000)}`
  const names = ['event_timestamp', 'transport_type', 'source_ip', 'destination_ip', 'sip_message']
  const values = [poison, nested, '1e999', '-0', 'null', '[]', '{"__proto__":{"length":1}}', '"\\u0000\\ud800"']
  const lines = names.flatMap((name) => values.map((value) => line(`"${name}":${value}`)))
  const all = readAll(Buffer.from([...lines, nested, poison, line('"a":1')].join('\n')))
  expect(accountedFor(all)).toBe(all.count)
  expect(all.count).toBe(lines.length + 3)
  expect(all.messages.at(-1)).toMatchObject({ number: lines.length + 3, source: '203.0.113.9' })
})

it('of values with one name it takes the last, as JSON.parse does, and counts the line once', () => {
  const all = readAll(Buffer.from(line('"source_ip":"198.51.100.7"')))
  expect(all.messages.map(({ source }) => source)).toEqual(['198.51.100.7'])
})

it('waits for no more than some repeated fragments, and accounts for each', () => {
  const whole = udp(Buffer.from(options(2)))
  const first = ipv4(17, whole.subarray(0, 16), {}, { id: 7, flags: 0x2000 })
  const file = pcap([...Array.from({ length: 200_000 }, () => first), ipv4(17, whole)])
  const all = readAll(file, [1_000_000])
  expect(all.messages).toHaveLength(1)
  expect(reasons(all)).toEqual({ 'fragment-lost': 200_000 })
  expect(accountedFor(all)).toBe(all.count)
  // Told as it goes on: what waits has a bound.
  const half = readAll(file.subarray(0, file.length >> 1), [1_000_000])
  expect(half.skipped.length).toBeGreaterThan(99_000)
})

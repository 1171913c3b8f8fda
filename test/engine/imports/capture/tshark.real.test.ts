import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { corpus } from '../../../sip/fixtures.ts'
import { ipv4, options, pcap, pcapng, tcp, udp } from './packets.ts'
import { accountedFor, facts, readAll } from './read-all.ts'

/** Wireshark's reader, written by others, looks at the same files: same packets, addresses, ports, times and bytes. */
const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'honeynet-captures-'))
const lab = join(import.meta.dirname, '../../../fixtures/captures/lab-both-directions.pcap')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wanted = [
  ...['frame.number', 'frame.time_epoch', 'ip.src', 'ipv6.src', 'ip.dst', 'ipv6.dst'],
  ...['udp.srcport', 'tcp.srcport', 'udp.dstport', 'tcp.dstport', 'udp.payload'],
]

interface Seen {
  readonly number: number
  readonly line: string
  /** Of datagrams that are not cut. */
  readonly payload: string
}

/** What tshark takes for SIP; of tunnels the innermost packet. */
async function seenByTshark(path: string): Promise<readonly Seen[]> {
  const fields = wanted.flatMap((field) => ['-e', field])
  const args = ['-r', path, '-Y', 'sip', '-T', 'fields', '-E', 'occurrence=l', '-t', 'ud', ...fields]
  const { stdout } = await run('tshark', args, { maxBuffer: 64 * 1024 * 1024, env: { ...process.env, TZ: 'UTC' } })
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [seen(line.split('\t'))]))
}

function seen(fields: readonly string[]): Seen {
  const [number, time, ip4, ip6, to4, to6, udpFrom, tcpFrom, udpTo, tcpTo, payload = ''] = fields
  const ends = `${ip4 || ip6} ${udpFrom || tcpFrom} ${to4 || to6} ${udpTo || tcpTo}`
  return { number: Number(number), line: `${microseconds(time ?? '')} ${ends}`, payload: payload.replaceAll(':', '') }
}

/** Seconds with nine decimals, in older versions; a date in newer ones. */
function microseconds(text: string): number {
  const [whole = '', decimals = ''] = text.replace(/Z$/, '').split('.')
  const seconds = /^\d+$/.test(whole) ? Number(whole) : Date.parse(`${whole}Z`) / 1000
  return seconds * 1e6 + Number(decimals.padEnd(9, '0').slice(0, 6))
}

/** Ours in the same form. Of several messages in one packet only the packet is compared. */
function seenByUs(path: string): ReadonlyMap<number, Seen> {
  const everything = readAll(readFileSync(path), [60_000])
  expect(accountedFor(everything)).toBe(everything.count)
  return new Map(
    everything.messages.map(({ number, time, transport, direction, source, port, local, localPort, bytes }) => {
      const [remote, own] = [`${source} ${port}`, `${local} ${localPort}`]
      const line = `${time} ${direction === 'in' ? `${remote} ${own}` : `${own} ${remote}`}`
      return [number, { number, line, payload: transport === 'udp' ? Buffer.from(bytes).toString('hex') : '' }]
    }),
  )
}

/** @returns packets that we took and tshark did not. */
async function compare(path: string): Promise<number> {
  const theirs = await seenByTshark(path)
  const ours = seenByUs(path)
  expect(theirs.map(({ number }) => ours.get(number))).toEqual(theirs)
  return ours.size - theirs.length
}

const made = async (name: string, program: string, args: (path: string) => readonly string[]): Promise<string> => {
  const path = join(folder, name)
  await run(program, args(path))
  return path
}
const written = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

describe('captures as tshark reads them', () => {
  it('of our own lab, in every form that Wireshark writes', async () => {
    for (const format of ['pcap', 'nsecpcap', 'pcapng']) {
      const path = await made(`lab.${format}`, 'editcap', (to) => ['-F', format, lab, to])
      expect(await compare(path)).toBe(0)
      expect(facts(readAll(readFileSync(path)))).toEqual(facts(readAll(readFileSync(lab))))
    }
  })

  it('cut short when they were captured: what is left of a message is no message', async () => {
    const path = await made('short.pcap', 'editcap', (to) => ['-s', '200', lab, to])
    const all = readAll(readFileSync(path))
    expect(all.messages).toEqual([])
    expect(new Set(all.skipped.map(({ reason }) => reason))).toEqual(new Set(['cut-short']))
  })

  it('merged from several interfaces with clocks and links of their own', async () => {
    const raw = written('raw.pcap', pcap([ipv4(17, udp(Buffer.from(options(7))))], 101, 1_650_000_000))
    const path = await made('merged.pcapng', 'mergecap', (to) => ['-F', 'pcapng', '-w', to, lab, raw, lab])
    expect(await compare(path)).toBe(0)
    expect(readAll(readFileSync(path)).messages).toHaveLength(381)
  })

  it.each([true, false])(
    'in pcapng of either byte order, in units of all kinds (little-endian: %s)',
    async (little) => {
      const bytes = ipv4(17, udp(Buffer.from(options(8))))
      const interfaces = [
        { link: 101 },
        { link: 101, resolution: 9 },
        { link: 101, resolution: 3 },
        { link: 101, resolution: 0x80 | 20 },
      ]
      const times = [
        1_700_000_000_123_456n,
        1_700_000_000_123_456_789n,
        1_700_000_000_123n,
        (1_700_000_000n << 20n) + 524_288n,
      ]
      const packets = times.map((time, on) => ({ on, time, bytes }))
      expect(await compare(written(`units-${little}.pcapng`, pcapng(interfaces, packets, little)))).toBe(0)
    },
  )

  it('on links with VLAN tags, cooked headers, PPPoE and loopback', async () => {
    const packet = ipv4(17, udp(Buffer.from(options(9))))
    const [macs, type] = [Buffer.alloc(12, 2), Buffer.from('0800', 'hex')]
    const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
    const frames: readonly (readonly [number, readonly Uint8Array[]])[] = [
      [1, [macs, hex('8100 0064'), type, packet]],
      [1, [macs, hex('88a8 0064 8100 0065'), type, packet]],
      [1, [macs, hex('8864 1100 0001'), hex(`${(packet.length + 2).toString(16).padStart(4, '0')} 0021`), packet]],
      [113, [hex('0000 0001 0006 0202 0202 0202 0000'), type, packet]],
      [113, [hex('0000 0001 0006 0202 0202 0202 0000 8100 0064'), type, packet]],
      [276, [type, hex('0000 0000 0001 0001 00 06 0202 0202 0202 0000'), packet]],
      [0, [hex('0200 0000'), packet]],
      [108, [hex('0000 0002'), packet]],
      [228, [packet]],
    ]
    const packets = frames.map(([, parts], on) => ({ on, time: 1_700_000_000_000_000n, bytes: Buffer.concat(parts) }))
    const interfaces = frames.map(([link]) => ({ link }))
    const path = written('links.pcapng', pcapng(interfaces, packets))
    expect(await compare(path)).toBe(0)
    expect(readAll(readFileSync(path)).messages).toHaveLength(frames.length)
  })

  it('in tunnels and fragments, and in streams that begin anywhere', async () => {
    const datagram = udp(Buffer.from(options(10)))
    const cut = [datagram.subarray(0, 160), datagram.subarray(160)]
    const fragments = cut.map((part, at) => ipv4(17, part, {}, { id: 77, flags: at === 0 ? 0x2000 : 20 }))
    const tunnelled = ipv4(4, ipv4(17, datagram), { from: '198.51.100.1', to: '198.51.100.2' })
    const open = { fromPort: 40_001, toPort: 5090 }
    const stream = [options(11), options(12).slice(0, 70), options(12).slice(70)]
    const segments = stream.map((text, at) =>
      tcp([5, 5 + (stream[0]?.length ?? 0), 75 + (stream[0]?.length ?? 0)][at] ?? 0, text, {}, open),
    )
    const path = written('mixed.pcap', pcap([...fragments, tunnelled, ...segments]))
    expect(await compare(path)).toBe(0)
    expect(readAll(readFileSync(path)).messages.map(({ number }) => number)).toEqual([2, 3, 4, 6])
  })
})

const captures = corpus()
if (!captures) console.warn('the fetched captures are not here: they are not compared with tshark')

/** Kept because they came to a SIP port, though they are no SIP: RTP and greetings of scanners. */
const besides: Readonly<Record<string, number>> = { 'isa-linphone-asterisk.pcap': 4, 'ndpi-sip_hello.pcapng': 22 }

describe.skipIf(!captures)('fetched captures as tshark reads them', () => {
  const paths = ['fetched/attack-pcap', 'fetched/calls'].flatMap((name) => {
    const within = join(captures ?? '', name)
    return captures ? readdirSync(within).map((file) => join(within, file)) : []
  })
  it.each(paths.map((path) => [basename(path), path]))('%s', async (name, path) => {
    expect(await compare(path)).toBe(besides[name] ?? 0)
  })
})

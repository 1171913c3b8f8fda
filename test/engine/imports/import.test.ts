import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportAccount } from '../../../src/contract/console/imports.ts'
import { listSensors } from '../../../src/engine/store/sensors.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { expectExact, recount } from '../../support/recount.ts'
import { ipv4, options, pcap, pcapng, tcp, udp } from './capture/packets.ts'
import { importAll, openImportStore, type ImportStore } from './import-store.ts'
import { trafficCapture } from './traffic-capture.ts'

const lab = readFileSync(join(import.meta.dirname, '../../fixtures/captures/lab-both-directions.pcap'))

function expectWhole({ read, carrying, skipped }: ImportAccount): void {
  expect(carrying + skipped.reduce((sum, { count }) => sum + count, 0)).toBe(read)
}

describe('importing', () => {
  let to: ImportStore
  let remove: () => void

  beforeEach(() => {
    const [directory, discard] = temporaryDirectory()
    to = openImportStore(directory)
    remove = discard
  })

  afterEach(async () => {
    await to.close()
    remove()
  })

  const count = (): number => to.store.reader.get<{ n: number }>('SELECT count(*) AS n FROM event')?.n ?? 0
  const aggregates = (): unknown => recount(to.store).kept

  it('stores a capture once, however often it is imported and in whichever format', async () => {
    const account = await importAll(to, '/tmp/lab.pcap', lab)
    expectWhole(account)
    expect(account).toMatchObject({ read: 190, carrying: 190, stored: 190, known: 0, skipped: [], format: 'pcap' })
    expect(account.sensor).toEqual({ id: 1, name: 'lab.pcap' })
    expectExact(to.store)
    const before = aggregates()
    expect(await importAll(to, 'copy.pcap', lab)).toMatchObject({ stored: 0, known: 190, sensor: { name: 'lab.pcap' } })
    expect(aggregates()).toEqual(before)
    expect(listSensors(to.store.reader)).toMatchObject([{ name: 'lab.pcap', region: 'capture', stored: 190 }])
  })

  it('goes on where it was stopped', async () => {
    const file = trafficCapture(2_300)
    const stopped = await importAll(to, 'night.pcap', file, file.length / 2)
    expect(stopped.stored).toBeGreaterThan(0)
    expect(stopped.stored % 500).toBe(0)
    expect(count()).toBe(stopped.stored)
    expectExact(to.store)
    const rest = await importAll(to, 'night.pcap', file)
    expect(rest).toMatchObject({ known: stopped.stored, stored: 2_300 - stopped.stored, read: 2_300 })
    expectExact(to.store)
    expect(await importAll(to, 'night.pcap', file)).toMatchObject({ known: 2_300, stored: 0 })
    expect(count()).toBe(2_300)
  })

  it('adds of a file that grew what is new', async () => {
    const whole = trafficCapture(1_700)
    const header = 24
    const lengths = [610, 1_234].map((messages) => trafficCapture(messages).length - header)
    for (const length of lengths) await importAll(to, 'log.pcap', whole.subarray(0, header + length))
    expect(count()).toBe(1_234)
    expect(await importAll(to, 'log.pcap', whole)).toMatchObject({ known: 1_234, stored: 466 })
    expect(await importAll(to, 'log.pcap', whole)).toMatchObject({ known: 1_700, stored: 0 })
    expectExact(to.store)
  })

  it('keeps two captures apart that differ within', async () => {
    const [one, other] = [trafficCapture(600), trafficCapture(600)]
    other.writeUInt8(other.readUInt8(other.length - 3) ^ 1, other.length - 3)
    await importAll(to, 'one.pcap', one)
    expect(await importAll(to, 'other.pcap', other)).toMatchObject({ known: 500, stored: 100 })
  })

  it('stores the same file once that is imported twice at the same time', async () => {
    const file = trafficCapture(1_200)
    const both = await Promise.all([importAll(to, 'a.pcap', file), importAll(to, 'b.pcap', file)])
    expect(both.map(({ stored, known }) => stored + known)).toEqual([1_200, 1_200])
    expect(count()).toBe(1_200)
    expectExact(to.store)
  })

  it('accounts for each packet, also where one gives several messages', async () => {
    const arp = Buffer.alloc(40, 1)
    const packets = [
      arp,
      tcp(1, '', { syn: true }),
      tcp(2, options(1) + options(2) + options(3)),
      ipv4(17, udp(Buffer.from('\r\n\r\n'))),
      ipv4(17, udp(Buffer.from(options(4)))),
      ipv4(17, udp(Buffer.from(options(5))), {}, { id: 3, flags: 0x2000 }),
    ]
    const account = await importAll(to, 'mixed.pcap', pcap(packets))
    expectWhole(account)
    expect(account).toMatchObject({ read: 6, carrying: 2, stored: 4 })
    expect(account.skipped).toEqual([
      { reason: 'no IP packet', count: 1, first: 1 },
      { reason: 'TCP without data', count: 1, first: 2 },
      { reason: 'keep-alive', count: 1, first: 4 },
      { reason: 'fragment whose other parts are missing', count: 1, first: 6 },
    ])
    expect(account.range).toEqual({ from: 1_700_000_002_000, to: 1_700_000_004_001 })
    const ng = pcapng(
      [{ link: 101 }],
      packets.map((bytes, at) => ({ on: 0, time: BigInt(1_700_000_000 + at) * 1_000_000n, bytes })),
    )
    expect(await importAll(to, 'mixed.pcapng', ng)).toMatchObject({ stored: 0, known: 4, format: 'pcapng' })
  })

  it('notes what the capture shows of each source receiving answers', async () => {
    await importAll(to, 'lab.pcap', lab)
    const proofs = to.store.reader.all<{ proof: number; n: number }>(
      'SELECT proof, count(*) AS n FROM event_row WHERE direction = 0 GROUP BY 1',
    )
    const byProof = Object.fromEntries(proofs.map(({ proof, n }) => [proof, n]))
    // svcrack sends back nonces; the acknowledgements of sipp carry our tags.
    expect(byProof[1]).toBeGreaterThan(5)
    expect(byProof[2]).toBeGreaterThan(0)
    expect(byProof[0]).toBeGreaterThan(byProof[1] ?? 0)
  })

  it('makes a name of whatever a file is called', async () => {
    await importAll(to, `../../etc/\u202e<b>${'x'.repeat(300)}\n`, lab)
    const [sensor] = listSensors(to.store.reader)
    expect(sensor?.name).toMatch(/^\\u202E<b>x{60,}…$/)
    expect(sensor?.name.length).toBe(80)
  })
})

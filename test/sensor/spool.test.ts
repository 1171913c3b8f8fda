import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WireEvent } from '../../src/contract/wire/frames.ts'
import { decodeRecord, encodeEvent, encodeGap } from '../../src/sensor/spool/record.ts'
import type { SpoolBatch } from '../../src/sensor/spool/reader.ts'
import { Spool } from '../../src/sensor/spool/spool.ts'

const log = pino({ level: 'silent' })
let directory: string
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'spool-'))))
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const open = (options: Partial<{ maxBytes: number; segmentBytes: number }> = {}) =>
  new Spool({ directory, maxBytes: 1e9, segmentBytes: 1e6, syncMilliseconds: 50, ...options }, log, 0)
const event = (time: number, raw: Uint8Array = new Uint8Array(50).fill(time)): WireEvent => [
  time,
  0,
  '192.0.2.1',
  5060,
  '127.0.0.1',
  5060,
  0,
  0,
  raw,
]
function fill(spool: Spool, from: number, count: number, size = 50): void {
  for (let time = from; time < from + count; time += 1) {
    spool.append(event(time, new Uint8Array(size).fill(time)))
    if (time % 7 === 0) spool.flush()
  }
  spool.flush()
}
function drain(spool: Spool, from = 1, maxEvents = 40): SpoolBatch[] {
  const reader = spool.readFrom(from)
  const batches: SpoolBatch[] = []
  for (let batch = reader.read(maxEvents, 1e6); batch; batch = reader.read(maxEvents, 1e6)) batches.push(batch)
  return batches
}
const times = (batches: readonly SpoolBatch[]) =>
  batches.flatMap((batch) => (batch.kind === 'events' ? batch.events.map((one) => one[0]) : []))
const gaps = (batches: readonly SpoolBatch[]) =>
  batches.flatMap((batch) => (batch.kind === 'gap' ? [[batch.from, batch.to, batch.reason]] : []))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const segmentFiles = () =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.spool'))
    .sort()

describe('record', () => {
  it('comes back whole, and never when a single byte was changed', () => {
    const raw = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(fc.nat(1e9), raw, fc.nat(), fc.integer({ min: 1, max: 255 }), (time, bytes, at, flip) => {
        const record = encodeEvent(7, event(time, bytes))
        expect(decodeRecord(record, 0)).toEqual({
          record: { kind: 'event', from: 7, to: 7, event: event(time, bytes) },
          next: record.length,
        })
        const changed = Buffer.from(record)
        changed[at % record.length]! ^= flip
        expect(typeof decodeRecord(changed, 0)).toBe('string')
      }),
    )
  })

  it('of a gap comes back', () => {
    const gap = { kind: 'gap', from: 3, to: 9, reason: 'disk', fromTime: 5 } as const
    expect(decodeRecord(encodeGap(gap), 0)).toMatchObject({ record: gap })
  })
})

describe('spool', () => {
  it('gives back what was appended, from any sequence, across segments and restarts', () => {
    const first = open({ segmentBytes: 4000 })
    fill(first, 1, 300)
    first.close()
    const spool = open({ segmentBytes: 4000 })
    expect([spool.first, spool.last, spool.epoch]).toEqual([1, 300, first.epoch])
    fill(spool, 301, 50)
    expect(segmentFiles().length).toBeGreaterThan(5)
    for (const from of [1, 2, 150, 299, 350]) expect(times(drain(spool, from))).toEqual(range(from, 350))
    expect(drain(spool, 351)).toEqual([])
    spool.close()
  })

  it('cuts a torn tail at any byte and goes on with the numbers behind it', () => {
    const whole = open()
    fill(whole, 1, 20)
    whole.close()
    const path = join(directory, segmentFiles()[0]!)
    const content = readFileSync(path)
    const sizes = new Set([content.length - 1, content.length - 9, content.length - 60, 5, 0])
    for (const size of sizes) {
      writeFileSync(path, content)
      truncateSync(path, size)
      const spool = open()
      const held = spool.last
      expect(times(drain(spool))).toEqual(range(1, held))
      spool.append(event(99))
      spool.flush()
      expect(spool.last).toBe(held + 1)
      expect(times(drain(spool, held + 1))).toEqual([99])
      spool.close()
    }
  })

  it('never takes a record out of the content of a torn one', () => {
    const spool = open()
    fill(spool, 1, 3)
    spool.close()
    const forged = encodeEvent(1_000_000, event(66))
    const torn = encodeEvent(4, event(4, new Uint8Array([...forged, ...new Uint8Array(100)])))
    appendFileSync(join(directory, segmentFiles()[0]!), torn.subarray(0, torn.length - 10))
    const again = open()
    expect(again.last).toBe(3)
    again.close()
  })

  it('goes on behind a corrupt record and names the gap', () => {
    const spool = open()
    fill(spool, 1, 30)
    const path = join(directory, segmentFiles()[0]!)
    const content = readFileSync(path)
    const one = encodeEvent(1, event(1)).length
    for (const at of [one * 10 + 20, one * 10 + 5, one * 10 + 1]) {
      const broken = Buffer.from(content)
      broken[at]! ^= 0xff
      writeFileSync(path, broken)
      const batches = drain(spool)
      expect(gaps(batches)).toEqual([[11, 11, 'corruption']])
      expect(times(batches)).toEqual([...range(1, 10), ...range(12, 30)])
    }
    spool.close()
  })

  it('takes what cannot be opened for a moment neither for lost nor for torn', () => {
    const spool = open({ segmentBytes: 4096 })
    fill(spool, 1, 100)
    spool.close()
    const newest = join(directory, segmentFiles().at(-1)!)
    const size = statSync(newest).size
    const reader = open().readFrom(1)
    renameSync(newest, `${newest}.aside`)
    symlinkSync(newest, newest) // opening it fails with ELOOP, as it would with EMFILE
    expect(() => open()).toThrow('ELOOP')
    const readAll = () => {
      const seen: SpoolBatch[] = []
      for (let batch = reader.read(40, 1e6); batch; batch = reader.read(40, 1e6)) seen.push(batch)
      return seen
    }
    expect(readAll).toThrow('ELOOP')
    rmSync(newest)
    renameSync(`${newest}.aside`, newest)
    const rest = readAll()
    expect(gaps(rest)).toEqual([])
    expect(times(rest).at(-1)).toBe(100)
    expect(times(drain(open()))).toEqual(range(1, 100))
    expect(statSync(newest).size).toBe(size)
  })

  it('drops whole oldest segments at the cap and says so to who missed them', () => {
    const spool = open({ segmentBytes: 3000, maxBytes: 9000 })
    fill(spool, 1, 400)
    expect(spool.bytes).toBeLessThanOrEqual(9000 + 3000)
    expect(spool.first).toBeGreaterThan(1)
    const batches = drain(spool)
    expect(gaps(batches)).toEqual([[1, spool.first - 1, 'spool-cap']])
    expect(times(batches)).toEqual(range(spool.first, 400))
    spool.close()
  })

  it('stays below its cap however much comes in one turn, and with it its segments', () => {
    const spool = open({ maxBytes: 400_000, segmentBytes: 100_000 })
    let most = 0
    for (let turn = 0; turn < 30; turn += 1) {
      for (let number = 0; number < 60; number += 1) spool.append(event(turn, new Uint8Array(10_000)))
      spool.flush()
      const sizes = segmentFiles().map((name) => statSync(join(directory, name)).size)
      most = Math.max(
        most,
        sizes.reduce((sum, size) => sum + size, 0),
      )
      expect(Math.max(...sizes)).toBeLessThanOrEqual(100_000)
    }
    expect(most).toBeLessThanOrEqual(400_000)
    expect(spool.last).toBe(1800)
    spool.close()
  })

  it('releases only segments that lie wholly behind', () => {
    const spool = open({ segmentBytes: 3000 })
    fill(spool, 1, 200)
    spool.release(100)
    expect(spool.first).toBeLessThanOrEqual(101)
    expect(spool.first).toBeGreaterThan(50)
    expect(times(drain(spool, 101))).toEqual(range(101, 200))
    spool.close()
  })

  it('begins a new epoch when it was emptied', () => {
    const spool = open()
    fill(spool, 1, 5)
    spool.close()
    for (const name of segmentFiles()) rmSync(join(directory, name))
    const again = open()
    expect(again.last).toBe(0)
    expect(again.epoch).not.toBe(spool.epoch)
    again.close()
  })

  it('skips numbers that may have been told before a power failure', () => {
    const spool = open()
    fill(spool, 1, 5)
    const numbering = join(directory, 'numbering.json')
    const kept = JSON.parse(readFileSync(numbering, 'utf8')) as { boot: string; reserved: number }
    spool.close()
    writeFileSync(numbering, JSON.stringify({ ...kept, boot: 'an earlier run of the machine' }))
    const again = open()
    again.append(event(50))
    again.flush()
    expect(again.last).toBe(kept.reserved + 1)
    expect(gaps(drain(again, 6))).toEqual([[6, kept.reserved, 'disk']])
    again.close()
  })

  it('keeps its files to itself', () => {
    const spool = open()
    fill(spool, 1, 1)
    spool.close()
    for (const name of readdirSync(directory)) expect(statSync(join(directory, name)).mode & 0o077).toBe(0)
  })
})

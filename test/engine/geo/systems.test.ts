import fc from 'fast-check'
import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { systemsInfo } from '../../../src/engine/geo/systems/info.ts'
import { sharedSystems } from '../../../src/engine/geo/systems/shared.ts'
import { openSystems, type SystemTable } from '../../../src/engine/geo/systems/systems.ts'
import { systemsDirectory } from '../../support/engine.ts'
import { plainSystem, writeMadeUpSystems, writeSystems } from '../../support/systems.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
const kept = (folder: string): string => {
  folders.push(folder)
  return folder
}
const tableOf = (four: readonly string[], six: readonly string[]): SystemTable =>
  openSystems({ directory: kept(writeSystems(four, six)) }).table()
const six = ['42540766411282592856903984951653826560,42540766411282592875350729025363378175,64502,Sixth Example']

describe('the network of an address', () => {
  test('is that of the range that holds it, first and last address included', () => {
    const table = openSystems({ directory: kept(writeMadeUpSystems()) }).table()
    for (const address of [
      ...['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0', '0.0.0.0', '255.255.255.255'],
      ...['198.51.99.255', '198.51.100.0', '198.51.100.127', '198.51.100.128', '198.51.100.255', '198.51.101.0'],
      ...['203.0.113.7', '203.0.113.8', '203.0.113.11', '203.0.113.12'],
      ...['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db8::', '2001:db8:0:ffff:ffff:ffff:ffff:ffff'],
      ...['2001:db8:1::', '2001:db8:1:ffff:ffff:ffff:ffff:ffff', '2001:db8:2::', '::', 'ffff::'],
    ]) {
      expect(table.numberOf(address), address).toBe(plainSystem(address))
    }
    expect(table.systemOf('198.51.100.200')).toEqual({ number: 64501, name: 'Example "Hosting", Inc.' })
    expect(table.nameOf(64502)).toBe('Sixth Example')
    expect(table.nameOf(64503)).toBeUndefined()
    expect(table.skipped).toBe(0)
  })

  test('of IPv4 within IPv6 is that of IPv4; what is no address has none', () => {
    const table = openSystems({ directory: kept(writeMadeUpSystems()) }).table()
    expect(table.numberOf('::ffff:198.51.100.1')).toBe(64500)
    for (const text of [
      '',
      '198.51.100',
      '198.51.100.1.1',
      '198.51.100.256',
      '1..2.3',
      'fe80::1%eth0',
      'x',
      '10.0.0.0/8',
    ])
      expect(table.numberOf(text), text).toBe(text === '10.0.0.0/8' ? table.numberOf(text) : undefined)
  })

  test('is found whatever the ranges', () => {
    const bounds = fc.uniqueArray(fc.nat(0xffff_ffff), { minLength: 2, maxLength: 40 })
    fc.assert(
      fc.property(bounds, fc.array(fc.nat(0xffff_ffff), { maxLength: 40 }), (ends, others) => {
        const sorted = ends.toSorted((a, b) => a - b).slice(0, ends.length & ~1)
        const ranges = Array.from({ length: sorted.length / 2 }, (_, at) => ({
          ...{ first: sorted[2 * at] ?? 0, last: sorted[2 * at + 1] ?? 0, number: 64496 + at },
        }))
        const lines = ranges.map(({ first, last, number }) => `${first},${last},${number},x`)
        const table = tableOf(lines, six)
        for (const address of [...others, ...sorted, ...sorted.map((end) => (end + 1) % 2 ** 32)]) {
          const text = [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')
          const expected = ranges.find(({ first, last }) => address >= first && address <= last)?.number
          expect(table.numberOf(text), text).toBe(expected)
        }
      }),
      { numRuns: 30 },
    )
  })
})

describe('a damaged table', () => {
  const good = Array.from({ length: 600 }, (_, at) => `${at * 10},${at * 10 + 4},${at + 1},"N ${at}"`)

  test('loses single lines, which are counted', () => {
    const bad = [
      'x',
      '1,2',
      '990,980,7,backwards',
      '985,4294967296,7,too far',
      '5,6,7,out of order',
      '1000,1001,0,none',
    ]
    for (const line of bad) {
      const table = tableOf([...good.slice(0, 100), line, ...good.slice(100)], six)
      expect(table.skipped, line).toBe(1)
      expect(table.systemOf('0.0.3.233'), line).toEqual({ number: 100 + 1, name: 'N 100' })
    }
    const overflow = '340282366920938463463374607431768211456,340282366920938463463374607431768211457,7,x'
    expect(() => tableOf(good, [...six, overflow])).toThrow(/asn-ipv6-num.csv is damaged: 1 of its lines/)
  })

  test('is refused in words when it is missing, empty, or more than single lines are none', () => {
    const missing = openSystems({ directory: '/nowhere' })
    expect(() => missing.table()).toThrow(/table of networks .* cannot be used: .*ENOENT/)
    expect(() => missing.table()).toThrow(/ENOENT/)
    expect(() => tableOf([], six)).toThrow(/damaged/)
    expect(() => tableOf([...good.slice(0, 50), 'x', 'y'], six)).toThrow(/damaged: 2 of its lines/)
    const directory = kept(writeSystems(good, six))
    writeFileSync(join(directory, 'asn-ipv4-num.csv'), Buffer.alloc(3 << 20))
    expect(() => openSystems({ directory }).table()).toThrow(/no lines/)
    truncateSync(join(directory, 'asn-ipv4-num.csv'), 200 << 20)
    expect(() => openSystems({ directory }).table()).toThrow(/larger than any/)
  })
})

test('who is called away goes on where they were, and the next one finds the table made', () => {
  const shared = sharedSystems()
  const place = { directory: kept(writeMadeUpSystems()), shared }
  const first = openSystems(place)
  let steps = 0
  const leave = (): void => {
    if ((steps += 1) === 2) throw new Error('called away')
  }
  expect(() => first.table(leave)).toThrow('called away')
  expect(first.table(leave).numberOf('10.1.2.3')).toBe(65536)
  rmSync(join(place.directory, 'asn-ipv4-num.csv'))
  expect(openSystems(place).table().systemOf('2001:db8::7')).toEqual({ number: 64502, name: 'Sixth Example' })
})

test('the demo has networks of its own in front of the table', () => {
  const demoTable = join(import.meta.dirname, '../../../resources/demo-origins.json')
  const table = openSystems({ directory: kept(writeMadeUpSystems()), demoTable }).table()
  expect(table.systemOf('192.0.2.1')).toEqual({ number: 64500, name: 'Lone Star Example Hosting' })
  expect(table.nameOf(64500)).toBe('Lone Star Example Hosting')
  expect(table.numberOf('10.1.2.3')).toBe(65536)
})

test('the table that comes with the console is read whole, and says of which day it is', () => {
  const table = openSystems({ directory: systemsDirectory }).table()
  expect(table.skipped).toBeLessThan(10)
  expect(table.systemOf('8.8.8.8')).toEqual({ number: 15169, name: 'Google LLC' })
  expect(table.numberOf('2001:4860:4860::8888')).toBe(15169)
  expect(table.numberOf('192.0.2.1')).toBeUndefined()
  expect(systemsInfo(systemsDirectory)).toMatchObject({ date: '2026-06-17' })
  expect(systemsInfo('/nowhere')).toMatchObject({ date: 'unknown day' })
})

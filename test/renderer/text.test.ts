import { describe, expect, it } from 'vitest'
import { elide } from '../../src/renderer/text/address.ts'
import { countryName } from '../../src/renderer/text/country.ts'
import { bytes, compact, counted, duration, rate } from '../../src/renderer/text/format.ts'
import { ago, axisLabel, clock, moment, momentParts, rangeText } from '../../src/renderer/text/time.ts'

const time = Date.UTC(2026, 2, 1, 14, 5, 9, 7)

describe('numbers', () => {
  it('groups, shortens and counts', () => {
    expect([compact(9999), compact(98_123), compact(1_234_567)]).toEqual(['9,999', '98.1K', '1.2M'])
    expect([counted(1, 'source'), counted(1204, 'source'), counted(2, 'prefix', 'prefixes')]).toEqual([
      '1 source',
      '1,204 sources',
      '2 prefixes',
    ])
  })

  it('gives a rate the digits it deserves', () => {
    expect([0, 0.001, 0.25, 12.34, 147.6].map(rate)).toEqual(['0/s', '<0.01/s', '0.25/s', '12.3/s', '148/s'])
  })

  it('names durations and sizes', () => {
    expect([850, 4200, 5000, 180_000, 18_000_000, 200_000_000].map(duration)).toEqual([
      '850 ms',
      '4.2 s',
      '5 s',
      '3 min',
      '5 h',
      '2 d',
    ])
    expect(duration(-840)).toBe('−840 ms')
    expect([0, 999, 1500, 12_300_000].map(bytes)).toEqual(['0 B', '999 B', '1.5 kB', '12.3 MB'])
  })
})

describe('times', () => {
  it('always names the zone', () => {
    expect(moment(time, 'utc')).toBe('2026-03-01 14:05:09 UTC')
    expect(momentParts(time, 'local').zone).toMatch(/^[+−]\d\d:\d\d$/)
  })

  it('keeps the milliseconds of a row and the microseconds out of it', () => {
    expect(clock(time + 0.25, 'utc')).toBe('14:05:09.007')
  })

  it('labels an axis by what its span needs', () => {
    expect(axisLabel(time, 'utc', 60_000)).toBe('14:05:09')
    expect(axisLabel(time, 'utc', 3_600_000)).toBe('14:05')
    expect(axisLabel(time, 'utc', 9 * 86_400_000)).toBe('03-01 14:05')
  })

  it('shows both dates of a range that crosses midnight', () => {
    const [from, to] = [Date.UTC(2026, 2, 1, 23), Date.UTC(2026, 2, 2, 1)]
    expect(rangeText({ from, to }, 'utc')).toBe('2026-03-01 23:00:00 – 2026-03-02 01:00:00 UTC')
    expect(rangeText({ from, to: from + 60_000 }, 'utc')).toBe('2026-03-01 23:00:00 – 23:01:00 UTC')
  })

  it('counts back, and never into the future', () => {
    expect([3000, 120_000, 7_200_000, 259_200_000, -5000].map((past) => ago(time - past, time))).toEqual([
      '3 s ago',
      '2 min ago',
      '2 h ago',
      '3 d ago',
      '0 s ago',
    ])
  })
})

describe('addresses and countries', () => {
  it('keeps both ends of a long address', () => {
    expect(elide('192.0.2.1', 15)).toBe('192.0.2.1')
    expect(elide('2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff', 15)).toBe('2001:db…ee:ffff')
  })

  it('names countries and leaves alone what is no code', () => {
    expect(countryName('DE')).toBe('Germany')
    expect(countryName('<b>')).toBe('<b>')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlaps, parseNetwork, type Network } from '../../../src/contract/ledger/address.ts'
import {
  bundledEntries,
  bundledLists,
  bundledReasons,
  entriesOf,
  optionalLists,
} from '../../../src/contract/ledger/bundled.ts'
import { refuseAddress } from '../../../src/contract/ledger/ranges.ts'

const network = (text: string): Network => parseNetwork(text) ?? expect.fail(text)
const met = (text: string, inForce?: readonly string[]): readonly string[] =>
  bundledEntries(network(text), inForce).map(({ publisher }) => publisher.name)

describe('bundled whitelists', () => {
  it.each(bundledLists)('$id: all is canonical, named, sourced, and stands there once for its publisher', (list) => {
    expect(entriesOf(list).length).toBeGreaterThan(30)
    for (const { name, url, date, entries } of list.publishers) {
      expect(name).not.toBe('')
      expect(url).toMatch(/^https:/)
      expect(date).toMatch(/^\d{4}-\d\d(-\d\d)?$/)
      expect(date <= list.date).toBe(true)
      expect(entries.length).toBeGreaterThan(0)
      expect(new Set(entries).size).toBe(entries.length)
    }
  })

  it('names the lists that can be switched off by their ids', () => {
    expect(bundledLists.map(({ id }) => id)).toEqual(['reserved', ...optionalLists])
  })

  it('refuses every reserved range, what lies in it and around it', () => {
    const reserved = bundledLists[0] ?? expect.fail()
    for (const { network: range, publisher } of entriesOf(reserved)) {
      const refusal = refuseAddress(range.text, { demo: false, own: [] })
      expect(refusal).toMatchObject({ code: 'refused-range' })
      expect(refuseAddress(range.text, { demo: true, own: [] })?.code === 'refused-range').toBe(
        publisher.documentation !== true,
      )
    }
    expect(refuseAddress('198.51.100.7', { demo: false, own: [] })).toMatchObject({ range: '198.51.100.0/24' })
  })

  it('finds an address in its range, and a range around addresses', () => {
    expect(met('8.8.8.8')).toEqual(['Google Public DNS'])
    expect(met('2001:4860:4860::8888')).toEqual(['Google Public DNS'])
    expect(met('9.9.9.0/28')).toEqual(['Quad9', 'Quad9', 'Quad9'])
    expect(met('104.16.3.4')).toEqual(['Cloudflare'])
    expect(met('71.6.135.131')).toEqual(['Shodan'])
    expect(met('71.6.233.9')).toEqual(['Rapid7 Project Sonar'])
    expect(met('8.8.8.9')).toEqual([])
    expect(met('203.0.113.9')).toEqual([])
  })

  it('leaves out what is switched off', () => {
    expect(met('8.8.8.8', ['cdn'])).toEqual([])
    expect(met('104.16.3.4', ['cdn', 'of-a-newer-feed'])).toEqual(['Cloudflare'])
  })

  it('names list, date and publisher, once for many addresses', () => {
    const [reason, ...more] = bundledReasons(bundledEntries(network('9.9.9.0/28')))
    expect(reason).toMatch(
      /^whitelisted as 9\.9\.9\.9 of Quad9 \(bundled list “.+” of 2026-\d\d-\d\d\) and 2 more of it$/,
    )
    expect(more).toEqual([])
  })

  it('finds around any of its addresses what looking at each finds', () => {
    const all = bundledLists.slice(1).flatMap(entriesOf)
    const near = fc.tuple(fc.constantFrom(...all), fc.nat(32), fc.nat(255)).map(([entry, wider, last]) => {
      const { bytes, family } = entry.network
      const bits = Math.max(1, bytes.length * 8 - wider)
      const cleared = bytes.map((byte, at) => {
        const kept = Math.max(0, Math.min(8, bits - at * 8))
        return (at === bytes.length - 1 ? byte ^ last : byte) & (0xff << (8 - kept)) & 0xff
      })
      return { text: '', family, bits, bytes: cleared }
    })
    const check = (asked: Network): void => {
      const scanned = all.filter((entry) => overlaps(entry.network, asked)).map((entry) => entry.network.text)
      expect(
        bundledEntries(asked)
          .map((entry) => entry.network.text)
          .toSorted(),
      ).toEqual(scanned.toSorted())
    }
    fc.assert(fc.property(near, check), { numRuns: 500 })
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { matches, type Match } from '../../../src/contract/ledger/intents/whitelist.ts'
import { whitelistFault } from '../../../src/contract/ledger/whitelist.ts'
import { RpcError } from '../../../src/contract/rpc/error.ts'
import { canonicalValue } from '../../../src/engine/whitelist/value.ts'

it.each<[Match, string, string]>([
  ['network', ' 198.51.100.7 ', '198.51.100.7'],
  ['network', '2001:DB8:0:0::/48', '2001:db8::/48'],
  ['asn', 'AS64500', 'AS64500'],
  ['asn', ' as 64500', 'AS64500'],
  ['asn', 'ASN64500', 'AS64500'],
  ['asn', '64500', 'AS64500'],
  ['asn', 'AS00064500', 'AS64500'],
  ['number', '+46 (85) 078-02.96', '46850780296'],
  ['number', '468507*', '468507*'],
  ['user-agent', ' Monitor/1.2 ', 'Monitor/1.2'],
])('takes %s as %j and writes it %j', (match, typed, written) => {
  expect(canonicalValue(typed, match)).toBe(written)
})

it.each<[Match, string, string]>([
  ['network', '198.51.100.7/24', 'neither an address nor a CIDR range'],
  ['network', 'AS64500', 'neither an address nor a CIDR range'],
  ['asn', 'AS0', 'AS64500'],
  ['asn', 'Example Networks', 'AS64500'],
  ['number', '4*', 'digits'],
  ['number', 'call me', 'digits'],
  ['user-agent', 'half \ud800 a character', 'half a character'],
])('refuses %s %j: %s', (match, typed, words) => {
  expect(() => canonicalValue(typed, match)).toThrow(words)
})

it('writes only what the feed takes, and writes that the same again', () => {
  fc.assert(
    fc.property(fc.constantFrom(...matches), fc.string({ unit: 'binary', maxLength: 200 }), (match, typed) => {
      const value = written(typed, match)
      if (value === undefined) return
      expect(whitelistFault({ value, match })).toBeUndefined()
      expect(canonicalValue(value, match)).toBe(value)
    }),
  )
})

/** @returns `undefined` where it is refused in words. */
function written(typed: string, match: Match): string | undefined {
  try {
    return canonicalValue(typed, match)
  } catch (error) {
    expect(error).toBeInstanceOf(RpcError)
    return undefined
  }
}

import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Network } from '../../../src/contract/ledger/address.ts'
import { networkIndex } from '../../../src/contract/ledger/network-index.ts'
import { meets, networks } from '../../support/networks.ts'

it('finds exactly what looking at each network finds', () => {
  const cases = fc.tuple(
    fc.array(networks(12), { maxLength: 60 }),
    fc.array(networks(12), { minLength: 1, maxLength: 20 }),
  )
  const check = ([listed, asked]: [Network[], Network[]]): void => {
    const entries = listed.map((network, at) => ({ network, at }))
    const index = networkIndex(entries)
    for (const network of asked) {
      const found = index.overlapping(network).map(({ at }) => at)
      const scanned = entries.filter((entry) => meets(entry.network, network)).map(({ at }) => at)
      expect(found.toSorted((a, b) => a - b)).toEqual(scanned)
    }
  }
  fc.assert(fc.property(cases, check), { numRuns: 500 })
})

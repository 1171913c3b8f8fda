import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { contains, parseNetwork, type Network } from '../../contract/ledger/address.ts'

export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly place?: string
  readonly latitude?: number
  readonly longitude?: number
}

const table = z.object({
  ranges: z.array(
    z.object({
      cidr: z.string(),
      country: z.string().regex(/^[A-Z]{2}$/),
      place: z.string(),
      latitude: z.number(),
      longitude: z.number(),
    }),
  ),
})

/** Reads the demo's made-up geography. The narrowest range that holds an address wins. */
export function demoPlaces(path: string): (address: string) => Place | undefined {
  const ranges = table.parse(JSON.parse(readFileSync(path, 'utf8'))).ranges.flatMap(({ cidr, ...place }) => {
    const network = parseNetwork(cidr)
    return network ? [{ network, place }] : []
  })
  ranges.sort((a, b) => b.network.bits - a.network.bits)
  return (address) => placeIn(ranges, parseNetwork(address))
}

type Range = { readonly network: Network; readonly place: Place }

function placeIn(ranges: readonly Range[], host: Network | undefined): Place | undefined {
  return host && ranges.find(({ network }) => contains(network, host))?.place
}

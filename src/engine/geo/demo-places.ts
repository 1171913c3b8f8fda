import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { AutonomousSystem } from '../../contract/console/vocabulary.ts'
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
      system: z.object({ number: z.number().int().min(1).max(0xffff_ffff), name: z.string() }),
    }),
  ),
})

/** Reads the demo's made-up geography. The narrowest range that holds an address wins. */
export function demoPlaces(path: string): (address: string) => Place | undefined {
  const find = demoFinder(path)
  return (address) => {
    const found = find(address)
    if (!found) return undefined
    const { country, place, latitude, longitude } = found
    return { country, place, latitude, longitude }
  }
}

/** Its made-up networks, with numbers that RFC 5398 keeps for documentation. */
export function demoSystems(path: string): {
  readonly of: (address: string) => AutonomousSystem | undefined
  readonly nameOf: (number: number) => string | undefined
} {
  const names = new Map(readRanges(path).map(({ system }) => [system.number, system.name]))
  const find = demoFinder(path)
  return { of: (address) => find(address)?.system, nameOf: (number) => names.get(number) }
}

type DemoRange = z.output<typeof table>['ranges'][number]

const readRanges = (path: string): readonly DemoRange[] => table.parse(JSON.parse(readFileSync(path, 'utf8'))).ranges

function demoFinder(path: string): (address: string) => DemoRange | undefined {
  const ranges = readRanges(path).flatMap((range) => {
    const network = parseNetwork(range.cidr)
    return network ? [{ network, range }] : []
  })
  ranges.sort((a, b) => b.network.bits - a.network.bits)
  return (address) => rangeWith(ranges, parseNetwork(address))
}

type Placed = { readonly network: Network; readonly range: DemoRange }

function rangeWith(ranges: readonly Placed[], host: Network | undefined): DemoRange | undefined {
  return host && ranges.find(({ network }) => contains(network, host))?.range
}

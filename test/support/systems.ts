import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contains, parseNetwork } from '../../src/contract/ledger/address.ts'
import { openSystems, type Systems } from '../../src/engine/geo/systems/systems.ts'

/** A made-up table of autonomous systems over the addresses of tests. */
export const madeUpSystems = [
  { cidr: '10.0.0.0/8', number: 65536, name: 'Private Example' },
  { cidr: '198.51.100.0/25', number: 64500, name: 'Example Networks' },
  { cidr: '198.51.100.128/25', number: 64501, name: 'Example "Hosting", Inc.' },
  { cidr: '203.0.113.8/30', number: 64500, name: 'Example Networks' },
  { cidr: '2001:db8::/48', number: 64502, name: 'Sixth Example' },
  { cidr: '2001:db8:1::/48', number: 65536, name: 'Private Example' },
] as const

/** By looking at each range. */
export const plainSystem = (address: string): number | undefined => {
  const host = parseNetwork(address)
  return host && madeUpSystems.find(({ cidr }) => contains(networkOf(cidr), host))?.number
}

/** Writes the two files of a table into a folder of their own. @returns the folder. */
export function writeSystems(four: readonly string[], six: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'honeynet-systems-'))
  writeFileSync(join(directory, 'asn-ipv4-num.csv'), four.join('\n'))
  writeFileSync(join(directory, 'asn-ipv6-num.csv'), six.join('\n'))
  return directory
}

export const writeMadeUpSystems = (): string => writeSystems(linesOf(4), linesOf(6))

/** Read already: nothing of it is left on the disk. */
export function openMadeUpSystems(): Systems {
  const directory = writeMadeUpSystems()
  const systems = openSystems({ directory })
  systems.table()
  rmSync(directory, { recursive: true })
  return systems
}

const linesOf = (family: 4 | 6): string[] =>
  madeUpSystems.flatMap(({ cidr, number, name }) => {
    const { bytes, bits, family: its } = networkOf(cidr)
    if (its !== family) return []
    const first = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
    const last = first + (1n << BigInt(bytes.length * 8 - bits)) - 1n
    return [`${first},${last},${number},"${name.replaceAll('"', '""')}"`]
  })

function networkOf(cidr: string): NonNullable<ReturnType<typeof parseNetwork>> {
  const network = parseNetwork(cidr)
  if (!network) throw new Error(`${cidr} is no network`)
  return network
}

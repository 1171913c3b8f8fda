import { readFileSync } from 'node:fs'
import ipaddr from 'ipaddr.js'

/**
 * Datagrams that the kernel dropped at a socket because its buffer was full: last column of /proc/net/udp and udp6,
 * found by local address and port. Undefined on systems without these files.
 */
export function kernelDrops(address: string, port: number): number | undefined {
  const file = address.includes(':') ? '/proc/net/udp6' : '/proc/net/udp'
  const table = readTable(file)
  return table === undefined ? undefined : dropsIn(table, localColumn(address, port))
}

function readTable(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

export function dropsIn(table: string, local: string): number | undefined {
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/)
    if (columns[1] === local) return Number(columns.at(-1))
  }
  return undefined
}

/** The kernel prints addresses as 32-bit words in the byte order of the machine, here little-endian. */
export function localColumn(address: string, port: number): string {
  const bytes = ipaddr.parse(address).toByteArray()
  const words = Array.from({ length: bytes.length / 4 }, (_, word) => bytes.slice(word * 4, word * 4 + 4).reverse())
  const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0')
  return `${words
    .flat()
    .map((byte) => hex(byte, 2))
    .join('')}:${hex(port, 4)}`
}

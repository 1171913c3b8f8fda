import { contains, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import type { Listed } from '../../ledger/listed.ts'
import { inSteps } from '../rendered.ts'
import { eachOnce, headOf, secondsLeft, type ListPart } from './head.ts'

/**
 * For `nft -f`: one transaction that makes table and sets where they are missing and replaces what is in them. Rules that
 * use the sets are the operator's (docs/subscribers.md) and stay.
 */
export async function nftOf(part: ListPart): Promise<Buffer> {
  const entries = withoutCovered(eachOnce(part.entries))
  const v4 = await setOf(
    'blocked4',
    'ipv4_addr',
    entries.filter(({ address }) => !address.includes(':')),
    part.time,
  )
  const v6 = await setOf(
    'blocked6',
    'ipv6_addr',
    entries.filter(({ address }) => address.includes(':')),
    part.time,
  )
  return Buffer.from(`${headOf(part)}add table inet honeynet\n${v4}${v6}`)
}

async function setOf(name: string, type: string, entries: readonly Listed[], time: number): Promise<string> {
  const lines = await inSteps(entries, (entry) => `${entry.address} timeout ${secondsLeft(entry, time)}s`)
  const set = `add set inet honeynet ${name} { type ${type}; flags interval, timeout; }\nflush set inet honeynet ${name}\n`
  // An empty list of elements is no valid syntax.
  return lines.length === 0 ? set : `${set}add element inet honeynet ${name} {\n${lines.join(',\n')}\n}\n`
}

/** Intervals of a set may not overlap, so a host inside a banned range is left out: the range blocks it. */
function withoutCovered(entries: readonly Listed[]): readonly Listed[] {
  const ranges = new Map<string, Network[]>()
  for (const { address } of entries) {
    const range = address.includes('/') ? parseNetwork(address) : undefined
    if (!range) continue
    const near = ranges.get(regionOf(range)) ?? []
    ranges.set(regionOf(range), [...near, range])
  }
  if (ranges.size === 0) return entries
  return entries.filter(({ address }) => {
    const network = parseNetwork(address)
    const near = network ? ranges.get(regionOf(network)) : undefined
    return !network || !near?.some((range) => range.text !== address && contains(range, network))
  })
}

/** No ban is wider than /24 or /48, so what one covers begins with the same bytes. */
const regionOf = ({ family, bytes }: Network): string => bytes.slice(0, family === 4 ? 3 : 6).join('.')

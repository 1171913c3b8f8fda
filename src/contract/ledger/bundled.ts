import { z } from 'zod'
import cdn from '../../../resources/whitelists/cdn.json' with { type: 'json' }
import publicDns from '../../../resources/whitelists/public-dns.json' with { type: 'json' }
import scanners from '../../../resources/whitelists/research-scanners.json' with { type: 'json' }
import reserved from '../../../resources/whitelists/reserved.json' with { type: 'json' }
import { parseNetwork, type Network } from './address.ts'
import { networkIndex, type NetworkIndex } from './network-index.ts'

/**
 * Whitelists that come with the program (docs/bundled-whitelists.md). `block`: such a ban is refused. `inform`: it needs a
 * second look. The feed enforces them; the console shows early what the feed will say.
 */
const bundledList = z.strictObject({
  id: z.string(),
  name: z.string(),
  mode: z.enum(['block', 'inform']),
  /** The day on which it was compiled. */
  date: z.iso.date(),
  licence: z.string(),
  /** What banning one of these would do. */
  note: z.string(),
  publishers: z.array(
    z.strictObject({
      name: z.string(),
      /** The operator's own publication, or the standard. */
      url: z.url(),
      /** How old the copy is, or when the standard appeared. */
      date: z.string(),
      /** From whose copy it was taken, where not from the publication itself. */
      copy: z.string().optional(),
      /** A demo honeynet forges its attackers from these. */
      documentation: z.boolean().optional(),
      entries: z.array(z.string()),
    }),
  ),
})
export type BundledList = z.infer<typeof bundledList>
export type BundledPublisher = BundledList['publishers'][number]

/** Always in force, through contract/ledger/ranges.ts. */
export const reservedRangesList: BundledList = bundledList.parse(reserved)

const optional: readonly BundledList[] = z.array(bundledList).parse([publicDns, cdn, scanners])

export const bundledLists: readonly BundledList[] = [reservedRangesList, ...optional]

/** Ids of those that the operator of a feed may switch off. */
export const optionalLists = ['public-dns', 'cdn', 'research-scanners'] as const

export interface BundledEntry {
  readonly network: Network
  readonly publisher: BundledPublisher
  readonly list: BundledList
}

export const entriesOf = (list: BundledList): readonly BundledEntry[] =>
  list.publishers.flatMap((publisher) =>
    publisher.entries.map((text) => {
      const network = parseNetwork(text)
      if (network?.text !== text) throw new TypeError(`${list.id}: ${text} is no canonical address or range`)
      return { network, publisher, list }
    }),
  )

/** Made when first asked: programs that only read the ledger need none. */
let index: NetworkIndex<BundledEntry> | undefined

/**
 * Every entry of the optional lists that shares an address with `network`: it lies in the entry or around it.
 * @param inForce ids of the lists that count
 */
export function bundledEntries(network: Network, inForce: readonly string[] = optionalLists): readonly BundledEntry[] {
  index ??= networkIndex(optional.flatMap(entriesOf))
  return index.overlapping(network).filter(({ list }) => inForce.includes(list.id))
}

/** One sentence a publisher: a range may hold hundreds of its addresses. */
export function bundledReasons(entries: readonly BundledEntry[]): readonly string[] {
  const groups = Map.groupBy(entries, ({ publisher }) => publisher)
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (!first) return []
    return [bundledWords(first) + (more.length > 0 ? ` and ${more.length} more of it` : '')]
  })
}

export const bundledWords = ({ network, publisher, list }: BundledEntry): string =>
  `whitelisted as ${network.text} of ${publisher.name} (bundled list “${list.name}” of ${list.date})`

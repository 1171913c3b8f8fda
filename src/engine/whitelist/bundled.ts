import type { BundledEntryRow, BundledListRow } from '../../contract/console/whitelist.ts'
import { overlaps, parseNetwork } from '../../contract/ledger/address.ts'
import {
  bundledLists,
  entriesOf,
  optionalLists,
  reservedRangesList,
  type BundledEntry,
  type BundledList,
} from '../../contract/ledger/bundled.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Reading } from '../readers/reading.ts'

type FeedKnown = Pick<Reading, 'live'>

/** Ids of the bundled whitelists that the feed enforces; while it is away, those that it enforces by default. */
export const listsInForce = ({ live }: FeedKnown): readonly string[] => live.feed?.bundled ?? optionalLists

export function bundledRows(reading: FeedKnown): readonly BundledListRow[] {
  const inForce = [reservedRangesList.id, ...listsInForce(reading)]
  return bundledLists.map((list) => listRow(list, inForce.includes(list.id)))
}

function listRow({ publishers, ...list }: BundledList, enforced: boolean): BundledListRow {
  const rows = publishers.map(({ name, url, date, copy, entries }) => ({
    ...{ name, url, date, count: entries.length },
    ...(copy === undefined ? {} : { copy }),
  }))
  return { ...list, publishers: rows, count: rows.reduce((sum, { count }) => sum + count, 0), enforced }
}

interface EntriesWanted {
  readonly list: string
  readonly search: string
  readonly offset: number
  readonly limit: number
}

interface EntriesFound {
  readonly total: number
  readonly entries: readonly BundledEntryRow[]
}

export function bundledEntryRows({ list: id, search, offset, limit }: EntriesWanted): EntriesFound {
  const list = bundledLists.find((each) => each.id === id)
  if (!list) throw new RpcError('not-found', `there is no bundled whitelist ${id}`)
  const found = entriesOf(list).filter(fits(search))
  const entries = found.slice(offset, offset + limit)
  return {
    total: found.length,
    entries: entries.map(({ network, publisher }) => ({ value: network.text, who: publisher.name })),
  }
}

function fits(search: string): (entry: BundledEntry) => boolean {
  const wanted = parseNetwork(search)
  if (wanted) return ({ network }) => overlaps(network, wanted)
  const part = search.toLowerCase()
  return ({ network, publisher }) => network.text.includes(part) || publisher.name.toLowerCase().includes(part)
}

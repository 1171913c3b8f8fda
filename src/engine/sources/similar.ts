import { widestRangeAround } from '../../contract/ledger/ranges.ts'
import type { SimilarSource } from '../../contract/console/sources.ts'
import type { Reading } from '../readers/reading.ts'
import { addressesInside } from '../store/network-sources.ts'
import { sharingNumbers } from '../store/similar.ts'
import { sourcesByAddress, sourcesById } from '../store/sources.ts'
import { findSource } from './find.ts'
import { sourceRows } from './rows.ts'

/** Who dialled the same rare numbers or sits in the same network, who shares most first. */
export function similarSources(reading: Reading, address: string, limit: number): readonly SimilarSource[] {
  const { reader } = reading
  const source = findSource(reader, address)
  const network = widestRangeAround(source.address)
  const near = network ? addressesInside(reader, network).filter((each) => each !== source.address) : []
  const shared = new Map(sharingNumbers(reader, source.id, limit).map(({ id, numbers }) => [id, numbers]))
  const isNear = new Set(near)
  const found = [...sourcesById(reader, [...shared.keys()]), ...sourcesByAddress(reader, near.slice(0, limit))]
  const once = [...new Map(found.map((each) => [each.id, each])).values()]
  const rows = sourceRows(reading, once)
  return once
    .flatMap(({ id }, at) => {
      const row = rows[at]
      return row ? [{ source: row, numbers: shared.get(id) ?? 0, near: isNear.has(row.address) }] : []
    })
    .toSorted((a, b) => weight(b) - weight(a) || b.source.messages - a.source.messages)
    .slice(0, limit)
}

/** A neighbour counts as one number more. */
const weight = ({ numbers, near }: SimilarSource): number => numbers + (near ? 1 : 0)

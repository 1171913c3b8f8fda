import type { SourceRow } from '../../contract/console/vocabulary.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { SystemTable } from '../geo/systems/systems.ts'
import { goOn, type Reading } from '../readers/reading.ts'

/** Which networks addresses belong to; `undefined` when the table is missing or damaged, which `asn:` says in words. */
export function systemTable(reading: Pick<Reading, 'systems' | 'cancelled'>): SystemTable | undefined {
  try {
    return reading.systems.table(() => goOn(reading))
  } catch (error) {
    if (error instanceof RpcError && error.code === 'unavailable') return undefined
    throw error
  }
}

/** Rows with the network that each belongs to. */
export function withSystems<Row extends SourceRow>(reading: Reading, rows: readonly Row[]): readonly Row[] {
  const table = systemTable(reading)
  return rows.map((row) => {
    const system = table?.systemOf(row.address)
    return system ? { ...row, system } : row
  })
}

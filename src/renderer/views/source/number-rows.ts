import type { NumberDialled } from '../../../contract/console/sources.ts'
import type { ChartRows } from '../../charts/rows.ts'

const columns = ['Number', 'Country', 'Prefix', 'Attempts', 'Confidence']

/** Numbers and their prefixes as rows: one for each prefix listed, and one for all that are not. */
export const numberRows = (numbers: readonly NumberDialled[]): ChartRows => ({
  columns,
  rows: numbers.flatMap((number) => [...prefixRows(number), ...restRow(number)]),
})

const prefixRows = ({ core, country, prefixes }: NumberDialled) =>
  prefixes.map(({ prefix, attempts, confidence }) => [core, country ?? '', prefix || 'bare', attempts, confidence])

function restRow({ core, country, attempts, prefixCount, prefixes }: NumberDialled) {
  const others = prefixCount - prefixes.length
  if (others <= 0) return []
  const listed = prefixes.reduce((sum, entry) => sum + entry.attempts, 0)
  return [[core, country ?? '', `${others} more`, attempts - listed, '']]
}

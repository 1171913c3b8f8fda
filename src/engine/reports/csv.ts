import { stringify } from 'csv-stringify/sync'
import { runsAsFormula } from '../../contract/console/spreadsheet.ts'
import { utc, type Indicator, type ReportDocument } from './document.ts'
import { visible } from '../../sip/text/visible.ts'

const columns = [
  'type',
  'value',
  'country',
  'asn',
  'network',
  'proof',
  'first_seen_utc',
  'last_seen_utc',
  'count',
  'num_core',
  'num_raw',
  'prefix',
  'note',
] as const

/** RFC 4180 with every cell made safe for spreadsheets. The first line names the columns. */
export function csvReport(report: ReportDocument): string {
  const rows = report.indicators.map((indicator) => cellsOf(indicator).map(guarded))
  return stringify([[...columns], ...rows], { record_delimiter: 'windows' })
}

function cellsOf(of: Indicator): readonly string[] {
  return [
    of.type,
    of.value,
    of.country ?? '',
    of.asn === undefined ? '' : String(of.asn),
    of.network ?? '',
    of.proof ?? '',
    of.firstSeen === undefined ? '' : utc(of.firstSeen),
    of.lastSeen === undefined ? '' : utc(of.lastSeen),
    of.count === undefined ? '' : String(of.count),
    of.numCore ?? '',
    of.numRaw ?? '',
    of.prefix ?? '',
    of.note ?? '',
  ]
}

/** A cell that a spreadsheet shows as text, whatever an attacker wrote into it. */
export const guarded = (cell: string): string => (runsAsFormula(cell) ? `'${visible(cell)}` : visible(cell))

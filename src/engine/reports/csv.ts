import { stringify } from 'csv-stringify/sync'
import { utc, type Indicator, type ReportDocument } from './document.ts'
import { visible } from './visible.ts'

const columns = [
  'type',
  'value',
  'country',
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

/**
 * Quoting does not stop a spreadsheet from running a cell as a formula; a leading apostrophe does (OWASP, CSV
 * injection). Full-width forms and leading blanks count, because some programs normalise before they look.
 */
export function guarded(cell: string): string {
  const risky = /^[\s\u0000]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\u0000]/.test(cell)
  return risky ? `'${visible(cell)}` : visible(cell)
}

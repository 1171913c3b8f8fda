import type { BanState, CampaignRef, Proof, Severity, ToolId } from '../../../../contract/console/vocabulary.ts'
import type { Column } from '../../../components/grid.ts'
import { countryName } from '../../../text/country.ts'
import type { Facet, Field } from '../../../lists/filters.ts'
import { isoTime } from '../../../text/time.ts'
import { banStateNames, toolName } from '../../../text/words.ts'

/** How a cell is drawn. `text` and `code` may be an attacker's. */
export type Cell =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'count'; readonly value: number }
  /** `precise`: of one message, to the millisecond. */
  | { readonly kind: 'time'; readonly time: number; readonly precise?: true }
  | { readonly kind: 'severity'; readonly severity: Severity }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'country'; readonly code: string | undefined }
  | { readonly kind: 'tools'; readonly tools: readonly ToolId[] }
  | { readonly kind: 'proof'; readonly proof: Proof }
  | { readonly kind: 'campaigns'; readonly campaigns: readonly CampaignRef[] }
  | { readonly kind: 'state'; readonly ban: BanState | undefined; readonly whitelisted: boolean }

export interface FoundColumn<Row> extends Column<Row> {
  readonly cell: (row: Row) => Cell
  /** Cannot be put away: without it nobody knows which row it is. */
  readonly always?: boolean
  /** Put away until somebody asks for it. */
  readonly rare?: boolean
}

/** What columns need to know beside the row. */
export interface ColumnFacts {
  readonly sensorName: (id: number) => string
}

export const facet = (field: Field, value: string | undefined, label = value): readonly Facet[] =>
  value === undefined || value === '' ? [] : [{ field, value, label: label ?? value }]

/** What copies say of a cell. */
export function plainCell(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
    case 'code':
      return cell.text
    case 'count':
      return String(cell.value)
    case 'time':
      return isoTime(cell.time)
    case 'severity':
      return cell.severity
    case 'address':
      return cell.address
    case 'country':
      return cell.code === undefined ? '' : countryName(cell.code)
    case 'tools':
      return cell.tools.map((tool) => toolName(tool)).join(', ')
    case 'proof':
      return cell.proof
    case 'campaigns':
      return cell.campaigns.map(({ name }) => name).join(', ')
    case 'state':
      return cell.whitelisted ? 'Whitelisted' : cell.ban ? banStateNames[cell.ban] : ''
  }
}

type Given<Row> = Omit<FoundColumn<Row>, 'cell' | 'plain' | 'align'>

/** A column whose copies say what it shows. */
export const column = <Row>(given: Given<Row>, cell: (row: Row) => Cell): FoundColumn<Row> => ({
  ...given,
  cell,
  plain: (row) => plainCell(cell(row)),
})

/** A column of figures. */
export const figures = <Row>(given: Given<Row>, value: (row: Row) => number): FoundColumn<Row> => ({
  ...column(given, (row) => ({ kind: 'count', value: value(row) })),
  align: 'end',
})

import type { DialogRow } from '../../contract/console/dialogs.ts'
import type { EventRow, SourceRow } from '../../contract/console/vocabulary.ts'
import { countryName } from '../text/country.ts'
import { classNames, proofWords, toolName } from '../text/words.ts'
import type { Facet, Field } from './filters.ts'

export const sourceFields: ReadonlySet<Field> = new Set(['source', 'country', 'severity', 'class', 'tool', 'proof'])
export const eventFields: ReadonlySet<Field> = new Set([
  'source',
  'severity',
  'class',
  'tool',
  'proof',
  'number',
  'method',
  'agent',
])
export const dialogFields: ReadonlySet<Field> = new Set(['sensor', 'method', 'status', 'number', 'agent'])

/** The values of a source that lists can be narrowed by. */
export function sourceFacets(row: SourceRow): readonly Facet[] {
  return [
    plain('source', row.address),
    ...(row.country ? [{ field: 'country' as const, value: row.country, label: countryName(row.country) }] : []),
    plain('severity', row.severity),
    ...row.classes.map((name): Facet => ({ field: 'class', value: name, label: classNames[name] })),
    ...row.tools.map((tool): Facet => ({ field: 'tool', value: tool, label: toolName(tool) })),
    { field: 'proof', value: row.proof, label: proofWords[row.proof].label },
  ]
}

/** One kind of them, as a column holds it. */
export const valuesOf =
  (field: Field) =>
  (row: SourceRow): readonly Facet[] =>
    sourceFacets(row).filter((facet) => facet.field === field)

/** The values of one message. It carries no country: that belongs to its source. */
export function eventFacets(row: EventRow): readonly Facet[] {
  return [
    plain('source', row.source),
    plain('severity', row.severity),
    { field: 'class', value: row.class, label: classNames[row.class] },
    { field: 'tool', value: row.tool, label: toolName(row.tool) },
    { field: 'proof', value: row.proof, label: proofWords[row.proof].label },
    ...known('number', row.number?.core),
    ...known('method', row.method),
    ...known('agent', row.userAgent),
  ]
}

export function dialogFacets(row: DialogRow, sensorName: string): readonly Facet[] {
  return [
    { field: 'sensor', value: String(row.sensor), label: sensorName },
    ...row.methods.map((method) => plain('method', method)),
    ...known('status', row.status === undefined ? undefined : String(row.status)),
    ...known('number', row.number?.core),
    ...known('agent', row.userAgent),
  ]
}

const plain = (field: Field, value: string): Facet => ({ field, value, label: value })
const known = (field: Field, value: string | undefined): readonly Facet[] => (value ? [plain(field, value)] : [])

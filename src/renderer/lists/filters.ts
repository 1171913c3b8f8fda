/** What rows can be narrowed by. Each list carries some of these; filters on the others do not touch it. */
export const fieldNames = {
  source: 'Source',
  country: 'Country',
  network: 'Network',
  severity: 'Severity',
  class: 'Attack',
  tool: 'Tool',
  proof: 'Proof',
  number: 'Dialled',
  method: 'Method',
  agent: 'User agent',
  sensor: 'Sensor',
  status: 'Answer',
  transport: 'Transport',
  fingerprint: 'Fingerprint',
  caller: 'From',
  callee: 'To',
  callId: 'Call-ID',
  campaign: 'Campaign',
  ban: 'Ban',
  whitelisted: 'Whitelisted',
} as const
export type Field = keyof typeof fieldNames

/** One value of a row; `label` is how people read it, and may hold an attacker's text. */
export interface Facet {
  readonly field: Field
  readonly value: string
  readonly label: string
}

export interface Filter extends Facet {
  /** `in`: only rows with one of these values of the field; `out`: no row with it. */
  readonly sense: 'in' | 'out'
}

/** `+` filters in, `-` out, `=` drops every other filter. */
export type FilterAct = 'in' | 'out' | 'only'

const same = (a: Facet, b: Facet): boolean => a.field === b.field && a.value === b.value

/** The filters after one more key press; a value is never filtered in and out at once. */
export function withFilter(filters: readonly Filter[], act: FilterAct, facets: readonly Facet[]): readonly Filter[] {
  const added = facets.map((facet): Filter => ({ ...facet, sense: act === 'out' ? 'out' : 'in' }))
  const others = act === 'only' ? [] : filters.filter((filter) => !facets.some((facet) => same(filter, facet)))
  return [...others, ...added]
}

export const withoutFilter = (filters: readonly Filter[], gone: Filter): readonly Filter[] =>
  filters.filter((filter) => filter !== gone)

/** The filters that a list with these fields can obey, and those it cannot. */
export function split(
  filters: readonly Filter[],
  fields: ReadonlySet<Field>,
): { readonly obeyed: readonly Filter[]; readonly ignored: readonly Filter[] } {
  const { obeyed = [], ignored = [] } = Object.groupBy(filters, ({ field }) =>
    fields.has(field) ? 'obeyed' : 'ignored',
  )
  return { obeyed, ignored }
}

/** Whether a row with these values stays: one of the values filtered in for each field, none of those filtered out. */
export function passes(filters: readonly Filter[], facets: readonly Facet[]): boolean {
  const has = (filter: Filter): boolean => facets.some((facet) => same(filter, facet))
  const wanted = Map.groupBy(
    filters.filter(({ sense }) => sense === 'in'),
    ({ field }) => field,
  )
  return (
    filters.every((filter) => filter.sense === 'in' || !has(filter)) &&
    [...wanted.values()].every((anyOf) => anyOf.some(has))
  )
}

/** What a scope line adds: what the list is narrowed by, and which filters cannot hold because its rows lack the value. */
export function filterText(filters: readonly Filter[], fields: ReadonlySet<Field>, result = ''): string {
  const { obeyed, ignored } = split(filters, fields)
  const names = (some: readonly Filter[]): string =>
    [...new Set(some.map(({ field }) => fieldNames[field].toLowerCase()))].join(', ')
  const by = obeyed.length > 0 ? ` · by ${names(obeyed)}${result && `: ${result}`}` : ''
  return ignored.length > 0 ? `${by} · not by ${names(ignored)}` : by
}

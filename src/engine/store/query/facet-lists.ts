import type { FacetList, FacetValue } from '../../../contract/console/explore.ts'
import type { FieldName } from '../../../filter/fields.ts'

/** Values of each list, at most. */
export const shown = 12

/** What a thing counts under, as the filter language writes it and as people read it; several for labels and campaigns. */
interface Name {
  readonly value: string
  readonly label: string
}

export type Names = readonly Name[]

export const plain = (text: string | undefined): Names => (text ? [{ value: text, label: text }] : [])

export type Tally = Map<string, FacetValue>

type NamesOf<Row> = ((row: Row) => Names) | undefined

export function tally<Row>(rows: readonly Row[], namesOf: NamesOf<Row>, messagesOf: (row: Row) => number): Tally {
  const counts: Tally = new Map()
  for (const row of rows) count(counts, namesOf?.(row) ?? [], messagesOf(row))
  return counts
}

export function count(counts: Tally, names: Names, messages: number): void {
  for (const name of names) {
    counts.set(name.value, { ...name, messages: (counts.get(name.value)?.messages ?? 0) + messages })
  }
}

export function listOf(field: FieldName, counts: Tally): FacetList {
  const values = [...counts.values()].sort((a, b) => b.messages - a.messages || (a.value < b.value ? -1 : 1))
  return { field, values: values.slice(0, shown), more: Math.max(0, values.length - shown) }
}

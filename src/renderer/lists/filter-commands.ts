import type { Command } from '../commands/registry.ts'
import type { FilterAct, Facet } from './filters.ts'
import type { List } from './list.ts'

const acts: readonly (readonly [FilterAct, key: string, title: string])[] = [
  ['in', '+', 'Filter in: rows like this cell too'],
  ['out', '-', 'Filter out: rows unlike this cell'],
  ['only', '=', 'Only rows like this cell'],
]

/** `+`, `-`, `=` on the active cell. A cell whose value no row can be narrowed by offers none of them. */
export function filterCommands<Row>(list: List<Row>): readonly Command[] {
  const facets = (): readonly Facet[] => {
    const row = list.active()
    return row === undefined || !list.filterable() ? [] : (list.column()?.facets?.(row) ?? [])
  }
  return acts.map(([act, key, title]) => ({
    id: `${list.scope}.filter-${act}`,
    title,
    group: 'Lists',
    of: list.label(),
    scope: list.scope,
    keys: [key],
    when: () => facets().length > 0,
    run: () => list.filter(act, facets()),
  }))
}

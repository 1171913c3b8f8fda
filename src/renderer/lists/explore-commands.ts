import { addTerm } from '../../filter/edit.ts'
import type { Command } from '../commands/registry.ts'
import { termField } from '../views/explore/results/terms.ts'
import type { Facet } from './filters.ts'
import type { List } from './list.ts'

/** The active cell as a filter of Explore, from any list whose cells carry values. */
export function exploreCommands<Row>(list: List<Row>, open: (filter: string) => void): readonly Command[] {
  const filter = (): string => {
    const row = list.active()
    const facets = row === undefined ? [] : (list.column()?.facets?.(row) ?? [])
    const ofSource = row !== undefined && list.peekOf(row)?.kind === 'source'
    return filterOf(facets, ofSource)
  }
  return [
    {
      id: `${list.scope}.explore`,
      title: 'Filter by this cell in Explore',
      group: 'Lists',
      of: list.label(),
      scope: list.scope,
      when: () => filter() !== '',
      run: () => open(filter()),
    },
  ]
}

/** A cell with several values asks for any of them. @param ofSource whether the row is a source, not one message. */
export function filterOf(facets: readonly Facet[], ofSource: boolean): string {
  const tab = ofSource ? 'sources' : 'messages'
  return facets.reduce((text, facet) => {
    // Lists know sensors by number, filters by name.
    const value = facet.field === 'sensor' ? facet.label : facet.value
    return addTerm(text, termField(facet, tab), value, 'in')
  }, '')
}

import type { Command } from '../commands/registry.ts'
import type { List } from './list.ts'
import { allOf, extended, inverted, toggled } from './selection.ts'

/** Choosing many rows; only for lists where many rows can be acted on. */
export function selectCommands<Row>(list: List<Row>): readonly Command[] {
  const listed = (): (string | number)[] => (list.listed ?? list.rows)().map(list.keyOf)
  const extend = (key: 'j' | 'k'): void => {
    const from = list.active()
    const to = list.move(key)
    if (from === undefined || to === undefined) return
    list.selected.value = extended(list.selected.value, list.keyOf(from), to)
  }
  const toggle = (): void => {
    const row = list.active()
    if (row !== undefined) list.selected.value = toggled(list.selected.value, list.keyOf(row))
  }
  const command = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({
    id: `${list.scope}.${id}`,
    title,
    keys,
    run,
    group: 'Lists',
    of: list.label(),
    scope: list.scope,
    when: () => list.selectable() && list.rows().length > 0,
  })
  return [
    command('select', 'Select the row, or not', ['x'], toggle),
    {
      ...command('select-down', 'Select downwards', ['Shift+J', 'Shift+ArrowDown'], () => extend('j')),
      keysOnly: true,
    },
    { ...command('select-up', 'Select upwards', ['Shift+K', 'Shift+ArrowUp'], () => extend('k')), keysOnly: true },
    command('select-all', 'Select all listed rows, or none', ['Ctrl+A'], () => {
      list.selected.value = allOf(list.selected.value, listed())
    }),
    command('select-others', 'Turn the selection round', ['Ctrl+I'], () => {
      list.selected.value = inverted(list.selected.value, listed())
    }),
    {
      ...command('select-none', 'Select nothing', ['Escape'], () => (list.selected.value = new Set())),
      when: () => list.selected.value.size > 0,
    },
  ]
}

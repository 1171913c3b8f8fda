import type { Command } from '../commands/registry.ts'
import type { List } from './list.ts'

const moves: readonly (readonly [key: string, title: string, keys: readonly string[]])[] = [
  ['j', 'Next row', ['j', 'ArrowDown']],
  ['k', 'Previous row', ['k', 'ArrowUp']],
  ['Home', 'First row', ['Home']],
  ['End', 'Last row', ['End']],
  ['PageUp', 'A page up', ['PageUp']],
  ['PageDown', 'A page down', ['PageDown']],
]

/** The cursor of a list: rows up and down, columns left and right. */
export function moveCommands<Row>(list: List<Row>): readonly Command[] {
  const common = { group: 'Lists', scope: list.scope, keysOnly: true } as const
  const rows = moves.map(([key, title, keys]) => ({
    ...common,
    id: `${list.scope}.move-${key}`,
    title,
    keys,
    run: () => void list.move(key),
  }))
  return [
    ...rows,
    {
      ...common,
      id: `${list.scope}.column-left`,
      title: 'Column to the left',
      keys: ['h', 'ArrowLeft'],
      run: () => list.moveColumn(-1),
    },
    {
      ...common,
      id: `${list.scope}.column-right`,
      title: 'Column to the right',
      keys: ['l', 'ArrowRight'],
      run: () => list.moveColumn(1),
    },
  ]
}

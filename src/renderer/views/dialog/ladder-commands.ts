import type { Ref } from 'vue'
import { useCommands } from '../../commands/useCommands.ts'
import type { Command } from '../../commands/registry.ts'
import type { DialogMessage } from '../../../contract/console/dialogs.ts'
import { allOf, inverted, type Selection } from '../../lists/selection.ts'
import { extendedBy, toggledAt } from './ladder-selection.ts'

interface LadderControls {
  readonly index: Ref<number>
  readonly messages: () => readonly DialogMessage[]
  readonly selected: Ref<Selection>
}

const scope = 'dialog'

/** Moving in the ladder, and choosing messages in it as lists do. */
export function useLadderCommands({ index, messages, selected }: LadderControls): void {
  const move = (to: number): void => void (index.value = Math.max(0, Math.min(messages().length - 1, to)))
  const page = 10
  const moves: readonly (readonly [id: string, title: string, keys: readonly string[], to: () => number])[] = [
    ['next', 'Next message', ['j', 'ArrowDown'], () => index.value + 1],
    ['previous', 'Previous message', ['k', 'ArrowUp'], () => index.value - 1],
    ['page-down', 'Ten messages on', ['PageDown'], () => index.value + page],
    ['page-up', 'Ten messages back', ['PageUp'], () => index.value - page],
    ['first', 'First message', ['Home'], () => 0],
    ['last', 'Last message', ['End'], () => messages().length - 1],
  ]
  useCommands(
    moves.map(([id, title, keys, to]) => ({
      id: `dialog.${id}`,
      ...{ title, keys, scope },
      group: 'This screen',
      keysOnly: true,
      run: () => move(to()),
    })),
  )
  useCommands(selectCommands({ index, messages, selected }, move))
}

function selectCommands({ index, messages, selected }: LadderControls, move: (to: number) => void): readonly Command[] {
  const extend = (by: 1 | -1): void => {
    selected.value = extendedBy(messages(), selected.value, index.value, by)
    move(index.value + by)
  }
  const ids = (): number[] => messages().map(({ id }) => id)
  const command = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({
    id: `dialog.${id}`,
    ...{ title, keys, run, scope },
    group: 'Lists',
    of: 'Ladder',
    keysOnly: true,
  })
  return [
    command('select', 'Select the row, or not', ['x'], () => {
      selected.value = toggledAt(messages(), selected.value, index.value)
    }),
    command('select-down', 'Select downwards', ['Shift+J', 'Shift+ArrowDown'], () => extend(1)),
    command('select-up', 'Select upwards', ['Shift+K', 'Shift+ArrowUp'], () => extend(-1)),
    command('select-all', 'Select all listed rows, or none', ['Ctrl+A'], () => {
      selected.value = allOf(selected.value, ids())
    }),
    command('select-others', 'Turn the selection round', ['Ctrl+I'], () => {
      selected.value = inverted(selected.value, ids())
    }),
    {
      ...command('select-none', 'Select nothing', ['Escape'], () => (selected.value = new Set())),
      when: () => selected.value.size > 0,
    },
  ]
}

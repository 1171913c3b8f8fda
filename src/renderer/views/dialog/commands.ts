import type { Ref } from 'vue'
import { useCommands } from '../../commands/useCommands.ts'
import { nextTimeMode, type TimeMode } from './timing.ts'

export type PaneMode = 'both' | 'raw' | 'parsed'

interface DialogControls {
  readonly index: Ref<number>
  readonly count: () => number
  readonly panes: Ref<PaneMode>
  readonly timeMode: Ref<TimeMode>
  /** To the neighbour dialog of the same source. */
  readonly goTo: (step: 1 | -1) => void
  readonly openSource: () => void
}

/** What the keyboard can do in a dialog (product card: `r p m [ ] F`). */
export function useDialogCommands(controls: DialogControls): void {
  const { index, count, panes, timeMode } = controls
  const move = (to: number): void => void (index.value = Math.max(0, Math.min(count() - 1, to)))
  const toggle = (mode: PaneMode): void => void (panes.value = panes.value === mode ? 'both' : mode)
  const group = 'This screen'
  const scope = 'dialog'
  const page = 10
  useCommands([
    {
      id: 'dialog.next',
      title: 'Next message',
      group,
      keys: ['j', 'ArrowDown'],
      scope,
      keysOnly: true,
      run: () => move(index.value + 1),
    },
    {
      id: 'dialog.previous',
      title: 'Previous message',
      group,
      keys: ['k', 'ArrowUp'],
      scope,
      keysOnly: true,
      run: () => move(index.value - 1),
    },
    {
      id: 'dialog.page-down',
      title: 'Ten messages on',
      group,
      keys: ['PageDown'],
      scope,
      keysOnly: true,
      run: () => move(index.value + page),
    },
    {
      id: 'dialog.page-up',
      title: 'Ten messages back',
      group,
      keys: ['PageUp'],
      scope,
      keysOnly: true,
      run: () => move(index.value - page),
    },
    { id: 'dialog.first', title: 'First message', group, keys: ['Home'], scope, keysOnly: true, run: () => move(0) },
    {
      id: 'dialog.last',
      title: 'Last message',
      group,
      keys: ['End'],
      scope,
      keysOnly: true,
      run: () => move(count() - 1),
    },
    {
      id: 'dialog.raw',
      title: 'Show the raw message alone, or both',
      group,
      keys: ['r'],
      footer: 1,
      short: 'Raw',
      run: () => toggle('raw'),
    },
    {
      id: 'dialog.parsed',
      title: 'Show the parsed message alone, or both',
      group,
      keys: ['p'],
      footer: 2,
      short: 'Parsed',
      run: () => toggle('parsed'),
    },
    {
      id: 'dialog.time',
      title: 'Change how time is told',
      group,
      keys: ['m'],
      footer: 3,
      short: 'Time',
      run: () => (timeMode.value = nextTimeMode(timeMode.value)),
    },
    {
      id: 'dialog.older',
      title: 'Next dialog of this source',
      group,
      keys: [']'],
      footer: 4,
      short: 'Next',
      run: () => controls.goTo(1),
    },
    { id: 'dialog.newer', title: 'Previous dialog of this source', group, keys: ['['], run: () => controls.goTo(-1) },
    {
      id: 'dialog.source',
      title: 'Open the source',
      group,
      keys: ['Shift+f'],
      footer: 5,
      short: 'Source',
      run: controls.openSource,
    },
  ])
}

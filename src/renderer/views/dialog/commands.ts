import type { Ref } from 'vue'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/useCommands.ts'
import { paneKeys, paneNames, paneTitles, toggledPane, type Panes } from './panes.ts'
import { nextTimeMode, type TimeMode } from './timing.ts'

interface DialogControls {
  readonly panes: Ref<Panes>
  readonly timeMode: Ref<TimeMode>
  /** To the neighbour dialog of the same source. */
  readonly goTo: (step: 1 | -1) => void
  readonly openSource: () => void
  /** Holds messages of the ladder against each other; nothing when there are none. */
  readonly compare: () => (() => void) | undefined
  readonly vary: () => (() => void) | undefined
  /** The first messages of this source's dialogs. */
  readonly varyAcross: () => (() => void) | undefined
}

const group = 'This screen'

/** What the keyboard can do in a dialog (product card: `d r p m [ ] F`). */
export function useDialogCommands(controls: DialogControls): void {
  const { panes, timeMode } = controls
  useCommands([
    ...compareCommands(controls),
    ...paneNames.map((pane): Command => ({
      id: `dialog.${pane}`,
      title: `Show or hide: ${paneTitles[pane]}`,
      group,
      keys: [paneKeys[pane]],
      run: () => (panes.value = toggledPane(panes.value, pane)),
    })),
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
      run: () => controls.openSource(),
    },
  ])
}

const compareCommands = (controls: DialogControls): readonly Command[] => [
  {
    id: 'dialog.compare',
    title: 'Compare the selected messages, or this one and the one before',
    group,
    keys: ['d'],
    footer: 1,
    short: 'Compare',
    when: () => controls.compare() !== undefined,
    run: () => controls.compare()?.(),
  },
  {
    id: 'dialog.vary',
    title: 'What varies across the selected messages, or across all received here',
    group,
    keys: ['v'],
    footer: 2,
    short: 'Varies',
    when: () => controls.vary() !== undefined,
    run: () => controls.vary()?.(),
  },
  {
    id: 'dialog.vary-across',
    title: 'What varies across the dialogs of this source',
    group,
    keys: ['Shift+V'],
    when: () => controls.varyAcross() !== undefined,
    run: () => controls.varyAcross()?.(),
  },
]

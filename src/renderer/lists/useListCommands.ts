import { onScopeDispose } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Command } from '../commands/registry.ts'
import { useCommands } from '../commands/useCommands.ts'
import { useMenu } from '../stores/menu.ts'
import { usePeek } from '../stores/peek.ts'
import { copyCommands } from './copy-commands.ts'
import { useCopy } from './clipboard.ts'
import { exploreCommands } from './explore-commands.ts'
import { filterCommands } from './filter-commands.ts'
import type { List } from './list.ts'
import { moveCommands } from './move-commands.ts'
import { selectCommands } from './select-commands.ts'

/** Every key that lists answer, offered while the list is on screen and obeyed while it has the focus. */
export function useListCommands<Row>(list: List<Row>): void {
  const peek = usePeek()
  const menu = useMenu()
  const router = useRouter()
  // Within Explore `+`, `-` and `=` do this.
  const elsewhere = useRoute().name !== 'explore'
  const explore = (filter: string): void => void router.push({ name: 'explore', query: { filter } })
  const has = (): boolean => list.active() !== undefined
  const command = (id: string, rest: Omit<Command, 'id' | 'group' | 'scope' | 'of'>): Command => ({
    ...rest,
    id: `${list.scope}.${id}`,
    group: 'Lists',
    scope: list.scope,
    of: list.label(),
  })
  const openActive = (): void => {
    const row = list.active()
    if (row !== undefined) list.open(row)
  }
  const openMenu = (kind: 'all' | 'copy'): void =>
    menu.open({ scope: list.scope, kind, at: list.menuPlace(), from: list.element() })

  useCommands([
    ...moveCommands(list),
    command('enter', { title: 'Open the row', keys: ['Enter'], keysOnly: true, when: has, run: openActive }),
    command('peek', {
      title: 'Peek at the row, and close the peek',
      short: 'peek',
      keys: ['Space'],
      footer: 5,
      when: () => {
        const row = list.active()
        return row !== undefined && list.peekOf(row) !== undefined
      },
      run: () =>
        peek.toggle({
          scope: list.scope,
          list: list.element()?.getBoundingClientRect(),
          open: openActive,
          subject: () => {
            const row = list.active()
            return row === undefined ? undefined : list.peekOf(row)
          },
        }),
    }),
    command('sort', {
      title: 'Order by this column, or turn its order round',
      keys: ['Shift+O'],
      when: () => list.canSort?.() ?? false,
      run: () => list.sort?.(),
    }),
    ...selectCommands(list),
    ...filterCommands(list),
    ...(elsewhere ? exploreCommands(list, explore) : []),
    ...copyCommands(list, useCopy()),
    command('copy-as', {
      title: 'Copy as …',
      keys: ['Ctrl+Shift+C'],
      keysOnly: true,
      when: has,
      run: () => openMenu('copy'),
    }),
    command('menu', {
      title: 'Menu of the row',
      keys: ['Shift+F10', 'ContextMenu'],
      keysOnly: true,
      when: has,
      run: () => openMenu('all'),
    }),
  ])
  onScopeDispose(() => peek.leave(list.scope))
}

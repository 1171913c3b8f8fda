import { useCommands } from '../../commands/useCommands.ts'
import type { TreeRow } from './tree-rows.ts'

interface TreeControls {
  readonly rows: () => readonly TreeRow[]
  /** Of the chosen row; -1 when none is. */
  readonly index: () => number
  /** Rows on screen. */
  readonly page: () => number
  readonly select: (path: string) => void
  readonly setOpen: (path: string, open: boolean) => void
  readonly openAll: () => void
  readonly closeAll: () => void
}

/** The keys of a tree widget (ARIA Authoring Practices, Tree View), and vi's letters for the arrows. */
export function useTreeCommands(tree: TreeControls): void {
  const current = (): TreeRow | undefined => tree.rows()[tree.index()]
  const go = (to: number): void => {
    const row = tree.rows()[Math.max(0, Math.min(tree.rows().length - 1, to))]
    if (row) tree.select(row.field.path)
  }
  /** Opens what is closed, else goes to the first of what is below. */
  const inward = (): void => {
    const row = current()
    if (row?.expanded === false) tree.setOpen(row.field.path, true)
    else if (row?.expanded) go(tree.index() + 1)
  }
  /** Closes what is open, else goes to what is above. */
  const outward = (): void => {
    const row = current()
    if (row?.expanded) tree.setOpen(row.field.path, false)
    else if (row?.parent !== undefined) tree.select(row.parent)
  }
  const toggle = (): void => {
    const row = current()
    if (row?.expanded !== undefined) tree.setOpen(row.field.path, !row.expanded)
  }
  const keys: readonly (readonly [id: string, title: string, keys: readonly string[], run: () => void])[] = [
    ['down', 'Next row', ['j', 'ArrowDown'], () => go(tree.index() + 1)],
    ['up', 'Previous row', ['k', 'ArrowUp'], () => go(tree.index() - 1)],
    ['open', 'Open the field, or go into it', ['l', 'ArrowRight'], inward],
    ['close', 'Close the field, or go to the one above', ['h', 'ArrowLeft'], outward],
    ['toggle', 'Open or close the field', ['Enter', 'Space'], toggle],
    ['first', 'First row', ['Home'], () => go(0)],
    ['last', 'Last row', ['End'], () => go(tree.rows().length - 1)],
    ['page-down', 'A page down', ['PageDown'], () => go(tree.index() + tree.page())],
    ['page-up', 'A page up', ['PageUp'], () => go(tree.index() - tree.page())],
    ['all', 'Open every field', ['*'], tree.openAll],
    ['none', 'Close every field', ['_'], tree.closeAll],
  ]
  useCommands(
    keys.map(([id, title, keys, run]) => ({
      id: `fields.${id}`,
      ...{ title, keys, run },
      group: 'Lists',
      of: 'Parsed',
      scope: 'fields',
      keysOnly: true,
    })),
  )
}

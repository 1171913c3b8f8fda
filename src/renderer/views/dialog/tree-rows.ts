import { walk, type Field, type Note } from '../../../sip/inspect/field.ts'

/** One visible row of the tree, with its place as a tree widget tells it. */
export interface TreeRow {
  readonly field: Field
  /** From 1. */
  readonly level: number
  readonly setSize: number
  readonly position: number
  /** `undefined` when there is nothing below it. */
  readonly expanded: boolean | undefined
  readonly parent: string | undefined
  /** Notes on fields that are closed inside this one. */
  readonly hiddenNotes: number
}

/** The rows that are open, in order. The message itself is no row. */
export function treeRows(root: Field, expanded: ReadonlySet<string>): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const add = (fields: readonly Field[], level: number, parent: string | undefined): void =>
    fields.forEach((field, at) => {
      const isOpen = field.children.length > 0 ? expanded.has(field.path) : undefined
      const hiddenNotes = isOpen === false ? notesBelow(field) : 0
      rows.push({ field, level, setSize: fields.length, position: at + 1, expanded: isOpen, parent, hiddenNotes })
      if (isOpen) add(field.children, level + 1, field.path)
    })
  add(root.children, 1, undefined)
  return rows
}

const notesBelow = ({ children }: Field): number =>
  children.reduce((sum, child) => sum + child.notes.length + notesBelow(child), 0)

const worthReading: ReadonlySet<Note['kind']> = new Set(['decoded', 'attack', 'meaning'])

/** What is open at first: the ways to all that is wrong, that its writer encoded or injects, or that we put in words. */
export function worthOpening(root: Field): ReadonlySet<string> {
  const open = new Set<string>()
  const visit = (field: Field): boolean => {
    const inside = field.children.filter(visit).length > 0
    if (inside) open.add(field.path)
    return inside || field.faults.length > 0 || field.notes.some(({ kind }) => worthReading.has(kind))
  }
  visit(root)
  return open
}

export const everythingOpen = (root: Field): ReadonlySet<string> =>
  new Set([...walk(root)].filter(({ children }) => children.length > 0).map(({ path }) => path))

/** The paths above a field, outermost first. */
export function pathsAbove(root: Field, { start, path }: Field): readonly string[] {
  const above: string[] = []
  let field: Field | undefined = root
  while (field && field.path !== path) {
    above.push(field.path)
    field = field.children.find((child) => child.path === path || (child.start <= start && start < child.end))
  }
  return field ? above : []
}

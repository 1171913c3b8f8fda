import type { Field } from '../field.ts'
import { keptOrder } from './order.ts'

/** One thing that messages have in common, before anything is said about how it differs. */
export interface Row {
  readonly key: string
  readonly name: string
  readonly group: 'start' | 'headers' | 'body'
  readonly cells: readonly (Cell | undefined)[]
}

interface Cell {
  readonly field: Field
  readonly place: number
  readonly moved: boolean
}

/** A header, or a line of a body, of one message. */
interface Entry {
  readonly key: string
  readonly group: Row['group']
  readonly field: Field
  readonly place: number
}

/** Rows in the order of the first message; what it lacks stands behind what precedes it where it was first seen. */
export function alignRows(roots: readonly Field[]): readonly Row[] {
  const [first = [], ...others] = roots.map(entriesOf)
  const model = named(first, [])
  const columns = others.map((entries) => columnOf(named(entries, first), model))
  const all = [{ entries: model, moved: new Set<string>() }, ...columns]
  const order = all.reduce<readonly string[]>((names, { entries }) => merged(names, entries), [])
  return order.map((key) => rowOf(key, all))
}

interface Column {
  readonly entries: Named
  readonly moved: ReadonlySet<string>
}

const columnOf = (entries: Named, model: Named): Column => ({ entries, moved: movedNames(model, entries) })

const bodyLike: ReadonlySet<string> = new Set(['body', 'surplus'])

function entriesOf(root: Field): readonly Entry[] {
  const counts = { start: 0, headers: 0, body: 0 }
  return root.children
    .filter(({ path }) => !path.startsWith('empty'))
    .flatMap((field) => (field.path === 'body' && field.children.length > 0 ? field.children : [field]))
    .map((field) => {
      const group = groupOf(field)
      return { key: kindOf(field), group, field, place: ++counts[group] }
    })
}

function groupOf({ path }: Field): Row['group'] {
  if (path === 'start') return 'start'
  return bodyLike.has(path) || path.startsWith('body.') ? 'body' : 'headers'
}

/** The path without the number of its turn. */
const kindOf = ({ path }: Field): string => path.replace(/\[\d+\]$/, '')

type Named = ReadonlyMap<string, Entry>

/**
 * Gives each entry a name that is unique in its message: `via#1`. Of several of one kind those that say what one of the
 * first message says take that one's name, so that a Via put on top does not make all others differ.
 */
function named(entries: readonly Entry[], first: readonly Entry[]): Named {
  const names = new Map<string, Entry>()
  for (const [kind, group] of Map.groupBy(entries, ({ key }) => key)) {
    const model = first.filter(({ key }) => key === kind).map(({ field }) => field.value)
    turnsOf(
      group.map(({ field }) => field.value),
      model,
    ).forEach((turn, at) => {
      const entry = group[at]
      if (entry) names.set(`${kind}#${turn}`, entry)
    })
  }
  return new Map([...names].sort(([, a], [, b]) => a.field.start - b.field.start))
}

/** For each value the number of its turn, from 1. */
function turnsOf(values: readonly string[], model: readonly string[]): readonly number[] {
  if (values.length === 1 && model.length <= 1) return [1]
  const fixed = new Map(keptOrder(values, model))
  const taken = new Set(fixed.values())
  let free = 0
  return values.map((_, at) => {
    const turn = fixed.get(at)
    if (turn !== undefined) return turn + 1
    while (taken.has(free)) free++
    return ++free
  })
}

/** Puts the names that are new behind the one that precedes them in their own message. */
function merged(order: readonly string[], column: Named): readonly string[] {
  const known = new Set(order)
  const behind = new Map<string, string[]>()
  let previous = ''
  for (const name of column.keys()) {
    if (known.has(name)) previous = name
    else
      behind
        .set(previous, behind.get(previous) ?? [])
        .get(previous)
        ?.push(name)
  }
  return ['', ...order].flatMap((name) => [...(name === '' ? [] : [name]), ...(behind.get(name) ?? [])])
}

/** Names that stand elsewhere among those both messages have. */
function movedNames(first: Named, column: Named): ReadonlySet<string> {
  const moved = new Set<string>()
  for (const group of ['headers', 'body'] as const) {
    const names = (of: Named, other: Named): readonly string[] =>
      [...of.keys()].filter((name) => other.has(name) && of.get(name)?.group === group)
    const [a, b] = [names(first, column), names(column, first)]
    const kept = new Set(keptOrder(a, b).map(([, at]) => at))
    b.forEach((name, at) => kept.has(at) || moved.add(name))
  }
  return moved
}

function rowOf(name: string, columns: readonly Column[]): Row {
  const cells = columns.map(({ entries, moved }) => {
    const entry = entries.get(name)
    return entry && { field: entry.field, place: entry.place, moved: moved.has(name) }
  })
  const model = columns.map(({ entries }) => entries.get(name)).find((entry) => entry !== undefined)
  return { key: name, name: model?.field.name ?? '', group: model?.group ?? 'headers', cells }
}

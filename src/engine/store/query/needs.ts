import type { SqlValue } from '../connection.ts'
import type { Condition, Need } from './condition.ts'

/** A piece of a statement that passes over events that cannot match, and what it is bound to. */
export interface Narrowing {
  /** Begins with AND; empty when nothing can be told. `e` is the event. */
  readonly sql: string
  readonly needs: readonly Need['of'][]
  readonly params: Readonly<Record<string, SqlValue>>
}

/** Bound anew for each statement: sets of millions of ids cost more than they spare. */
const longestSet = 1_000_000

/** What SQL can tell of the events that match: all that parts joined by AND need. */
export function narrowingOf(condition: Condition): Narrowing {
  // What asks for most comes first: of kinds and sources, the sets that stand before other parts, many are asked for.
  const parts = condition.kind === 'all' ? condition.parts.toReversed() : [condition]
  const needs = new Map(parts.flatMap((part) => needsOf(part)).map((need) => [need.of, need]))
  const told = [...needs.values()].filter((need) => !('ids' in need) || need.ids.length <= longestSet)
  return {
    sql: told.map(({ of }) => `AND ${tests[of]}`).join(' '),
    needs: told.map(({ of }) => of),
    params: Object.assign({}, ...told.map(paramsOf)) as Narrowing['params'],
  }
}

function needsOf(part: Condition): readonly Need[] {
  if (part.kind === 'kinds') return [{ of: 'kind', ids: part.ids }]
  if (part.kind === 'sources') return [{ of: 'source', ids: part.ids }]
  if (part.kind !== 'event' || part.negated) return []
  const need = part.test.needs?.()
  return need ? [need] : []
}

/** A set of ids is a byte for each: SQLite looks at one of them without reading the others. */
export const inSet = (value: string, name: string): string => `substr(@${name}, ${value} + 1, 1) = x'01'`
const ofDialog = (what: string): string => `(SELECT ${what} FROM dialog d WHERE d.id = e.dialog)`

const tests: Readonly<Record<Need['of'], string>> = {
  kind: inSet('e.kind', 'kinds'),
  source: inSet('e.source', 'sources'),
  dialled: inSet('e.dialled', 'dialled'),
  users: inSet('e.named', 'users'),
  guesses: inSet('e.named', 'guesses'),
  from: inSet(ofDialog('d.caller'), 'callers'),
  to: inSet(ofDialog('d.callee'), 'callees'),
  size: 'e.size BETWEEN @leastSize AND @mostSize',
  callid: ofDialog('instr(lower(d.call_id), @piece) > 0 OR length(d.call_id) <> octet_length(d.call_id)'),
}

const names = {
  kind: 'kinds',
  source: 'sources',
  dialled: 'dialled',
  users: 'users',
  guesses: 'guesses',
  from: 'callers',
  to: 'callees',
} as const

function paramsOf(need: Need): Narrowing['params'] {
  if (need.of === 'size') return { leastSize: need.least, mostSize: need.most }
  return need.of === 'callid' ? { piece: need.piece } : { [names[need.of]]: need.ids }
}

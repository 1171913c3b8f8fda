import type { Writer } from '../../connection.ts'
import { Lru } from './lru.ts'

/**
 * Different things listed for one source. An attacker makes up as many users, passwords and structures as it likes: what
 * comes after so many is counted together, under `beyond`. Which ones are listed depends on the order in which they
 * came here; that each event is counted where its row says does not.
 */
const most = {
  source_user: 10_000,
  source_guess: 10_000,
  // A sweep of a number's prefixes has tens of thousands, and all of them are evidence.
  source_dialled: 100_000,
}
type ListTable = keyof typeof most

/** The same for what is part of a message's kind: lists that are short enough to be held whole. */
const mostOfKind = {
  fingerprint: 1_000,
  // Tools that rotate their User-Agent know some dozens.
  user_agent: 500,
}
type KindColumn = keyof typeof mostOfKind

/** Id that stands for whatever was not listed any more. */
export const beyond = 0

/** Decides which of a source's things get a row of their own. */
export interface Listed {
  /**
   * @param find the thing's id, when anybody had it before.
   * @param make gives it one.
   * @returns its id, or `beyond` when it is new to a source whose list is full.
   */
  id(source: number, find: () => number | undefined, make: () => number): number
  /** After rows were taken away, or a rollback. */
  reset(): void
}

const cached = 20_000

export function listed(writer: Writer, table: ListTable): Listed {
  const { find: findSql, count: countSql } = statements[table]
  const known = new Lru<number, true>(cached)
  const counts = new Lru<number, { rows: number }>(cached)
  const countOf = (source: number): { rows: number } => {
    const found = counts.get(source)
    if (found) return found
    const counted = { rows: writer.get<{ rows: number }>(countSql, source)?.rows ?? 0 }
    counts.set(source, counted)
    return counted
  }
  return {
    id: (source, find, make) => {
      const id = find()
      if (id !== undefined && known.get(keyOf(source, id))) return id
      if (id !== undefined && writer.get(findSql, source, id) !== undefined) {
        known.set(keyOf(source, id), true)
        return id
      }
      const count = countOf(source)
      if (count.rows >= most[table]) return beyond
      count.rows += 1
      const made = id ?? make()
      known.set(keyOf(source, made), true)
      return made
    },
    reset: () => {
      known.clear()
      counts.clear()
    },
  }
}

/** Sources whose lists are held; one that sends again after so many others is read anew. */
const sourcesHeld = 2_000

/** Of fingerprints and User-Agents: the few that a source has are read once, from the kinds of its messages. */
export function listedOfKind(writer: Writer, column: KindColumn): Listed {
  const lists = new Lru<number, Set<number>>(sourcesHeld)
  const listOf = (source: number): Set<number> => {
    const known = lists.get(source)
    if (known) return known
    const list = new Set(writer.all<{ id: number }>(readList[column], source).map(({ id }) => id))
    lists.set(source, list)
    return list
  }
  return {
    id: (source, find, make) => {
      const list = listOf(source)
      const id = find()
      if (id !== undefined && list.has(id)) return id
      if (list.size >= mostOfKind[column]) return beyond
      const made = id ?? make()
      list.add(made)
      return made
    },
    reset: () => lists.clear(),
  }
}

const listIn = (column: KindColumn): string => `
  SELECT DISTINCT k.${column} AS id FROM source_kind s CROSS JOIN kind k ON k.id = s.kind
  WHERE s.source = ? AND k.direction = 0 AND k.${column} > ${beyond}`
const readList = { fingerprint: listIn('fingerprint'), user_agent: listIn('user_agent') }

/** Numbers are looked up faster than texts. Beyond 2^26 ids two may share one, and a list gets a row more than its bound. */
const keyOf = (source: number, id: number): number => source * 2 ** 26 + id

const statements: Readonly<Record<ListTable, { find: string; count: string }>> = {
  source_user: {
    find: 'SELECT 1 FROM source_user WHERE source = ? AND user = ?',
    count: 'SELECT count(*) AS rows FROM source_user WHERE source = ?',
  },
  source_guess: {
    find: 'SELECT 1 FROM source_guess WHERE source = ? AND guess = ?',
    count: 'SELECT count(*) AS rows FROM source_guess WHERE source = ?',
  },
  source_dialled: {
    find: 'SELECT 1 FROM source_dialled WHERE source = ? AND dialled = ?',
    count: 'SELECT count(*) AS rows FROM source_dialled WHERE source = ?',
  },
}

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
  source_fingerprint: 1_000,
  // Tools that rotate their User-Agent know some dozens.
  source_tool: 500,
  // A sweep of a number's prefixes has tens of thousands, and all of them are evidence.
  source_dialled: 100_000,
}
type ListTable = keyof typeof most

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
  source_fingerprint: {
    find: 'SELECT 1 FROM source_fingerprint WHERE source = ? AND fingerprint = ?',
    count: 'SELECT count(*) AS rows FROM source_fingerprint WHERE source = ?',
  },
  source_tool: {
    find: 'SELECT 1 FROM source_tool WHERE source = ? AND user_agent = ?',
    count: 'SELECT count(*) AS rows FROM source_tool WHERE source = ?',
  },
  source_dialled: {
    find: 'SELECT 1 FROM source_dialled WHERE source = ? AND dialled = ?',
    count: 'SELECT count(*) AS rows FROM source_dialled WHERE source = ?',
  },
}

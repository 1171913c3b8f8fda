import type { Writer } from '../connection.ts'
import { Lru } from './lru.ts'

/** Gives every distinct text of a table its row id, making the row when it is new. */
export interface Intern {
  id(text: string): number
  /** After a rollback: ids handed out since then stand for nothing. */
  reset(): void
}

type TextTable = 'method' | 'user_agent' | 'user' | 'prefix'

const cached = 20_000
/** Characters kept of an attacker's text; the raw bytes keep all of it. */
export const longestText = 500

export function internText(writer: Writer, table: TextTable): Intern {
  const { find, insert } = statements[table]
  return intern(
    (text) => writer.get<{ id: number }>(find, text)?.id,
    (text) => writer.run(insert, text).id,
  )
}

export function intern(find: (text: string) => number | undefined, insert: (text: string) => number): Intern {
  const ids = new Lru<string, number>(cached)
  return {
    id: (whole) => {
      const text = whole.length > longestText ? whole.slice(0, longestText) : whole
      const known = ids.get(text)
      if (known !== undefined) return known
      const id = find(text) ?? insert(text)
      ids.set(text, id)
      return id
    },
    reset: () => ids.clear(),
  }
}

const statements: Readonly<Record<TextTable, { find: string; insert: string }>> = {
  method: {
    find: 'SELECT id FROM method WHERE text = ?',
    insert: 'INSERT INTO method (text) VALUES (?)',
  },
  user_agent: {
    find: 'SELECT id FROM user_agent WHERE text = ?',
    insert: 'INSERT INTO user_agent (text) VALUES (?)',
  },
  user: {
    find: 'SELECT id FROM user WHERE text = ?',
    insert: 'INSERT INTO user (text) VALUES (?)',
  },
  prefix: {
    find: 'SELECT id FROM prefix WHERE text = ?',
    insert: 'INSERT INTO prefix (text) VALUES (?)',
  },
}

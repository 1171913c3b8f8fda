import type { Writer } from '../../connection.ts'
import { Lru } from './lru.ts'

/** Gives every distinct text of a table its row id, making the row when it is new. */
export interface Intern {
  id(text: string): number
  /** Makes no row. */
  find(text: string): number | undefined
  /** After a rollback: ids handed out since then stand for nothing. */
  reset(): void
}

type TextTable = 'method' | 'user_agent' | 'user' | 'prefix' | 'fingerprint'

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
  const findText = (text: string): number | undefined => {
    const known = ids.get(text)
    if (known !== undefined) return known
    const found = find(text)
    if (found !== undefined) ids.set(text, found)
    return found
  }
  return {
    find: (whole) => findText(bounded(whole)),
    id: (whole) => {
      const text = bounded(whole)
      const known = findText(text)
      if (known !== undefined) return known
      const id = insert(text)
      ids.set(text, id)
      return id
    },
    reset: () => ids.clear(),
  }
}

/** As it is stored. */
export const bounded = (text: string): string => (text.length > longestText ? text.slice(0, longestText) : text)

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
  fingerprint: {
    find: 'SELECT id FROM fingerprint WHERE text = ?',
    insert: 'INSERT INTO fingerprint (text) VALUES (?)',
  },
  prefix: {
    find: 'SELECT id FROM prefix WHERE text = ?',
    insert: 'INSERT INTO prefix (text) VALUES (?)',
  },
}

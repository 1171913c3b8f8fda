import { randomBytes } from 'node:crypto'
import type { Writer } from './connection.ts'

/** The random name of this store: a sensor keeps one acknowledged cursor for each console it knows. */
export function consoleName(writer: Writer): string {
  writer.run("INSERT OR IGNORE INTO meta (key, value) VALUES ('console', ?)", randomBytes(16).toString('hex'))
  const row = writer.get<{ value: string }>("SELECT value FROM meta WHERE key = 'console'")
  if (!row) throw new Error('the store has no name')
  return row.value
}

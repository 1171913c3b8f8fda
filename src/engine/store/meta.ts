import { randomBytes } from 'node:crypto'
import type { Writer } from './connection.ts'

/** The random name of this store: a sensor keeps one acknowledged cursor for each console it knows. */
export function consoleName(writer: Writer): string {
  const known = writer.get<{ value: string }>("SELECT value FROM meta WHERE key = 'console'")
  if (known) return known.value
  const name = randomBytes(16).toString('hex')
  writer.run("INSERT INTO meta (key, value) VALUES ('console', ?)", name)
  return name
}

import { randomBytes } from 'node:crypto'
import type { Store } from './open.ts'

/**
 * The random name of this store: a sensor keeps one acknowledged cursor for each console it knows. Where nothing can be
 * written, and so nothing is acknowledged, a name for the time being.
 */
export function consoleName({ writer, health }: Pick<Store, 'writer' | 'health'>): string {
  const known = writer.get<{ value: string }>("SELECT value FROM meta WHERE key = 'console'")
  if (known) return known.value
  const name = randomBytes(16).toString('hex')
  if (health.lasting === undefined) writer.run("INSERT INTO meta (key, value) VALUES ('console', ?)", name)
  return name
}

import Database from 'better-sqlite3'
import { setImmediate as turn } from 'node:timers/promises'
import { firstLine } from './damage.ts'
import { isDamage } from './error.ts'

export interface IntegrityOptions {
  readonly signal: AbortSignal
  /** Tables looked at, of all. */
  readonly onProgress?: (done: number, total: number) => void
}

/**
 * Reads every page of a database, and holds every index against its table. A statement of SQLite cannot be stopped, so it
 * goes table by table; the largest takes a minute for 20 million messages.
 * @returns what is wrong; `undefined` when nothing is.
 * @throws the signal's reason.
 */
export async function integrityFault(path: string, options: IntegrityOptions): Promise<string | undefined> {
  const database = new Database(path, { readonly: true, fileMustExist: true })
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
    for (const [done, name] of tables.entries()) {
      options.onProgress?.(done, tables.length)
      await turn()
      options.signal.throwIfAborted()
      const quoted = `"${String(name).replaceAll('"', '""')}"`
      const found = database.pragma(`integrity_check(${quoted})`, { simple: true })
      if (found !== 'ok') return firstLine(found)
    }
    return undefined
  } catch (error) {
    if (isDamage(error) && error instanceof Error) return error.message
    throw error
  } finally {
    database.close()
  }
}

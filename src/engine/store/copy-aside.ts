import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertUnlocked } from './lock.ts'

/**
 * Copies the database of a folder that cannot be written to a private one: SQLite reads a write-ahead log only where it
 * may create files beside it, and after a crash the last events are in that log.
 * @returns the copy's path, and what removes it. @throws StoreError when another console uses the folder.
 */
export function copyAside(directory: string): [path: string, remove: () => void] {
  assertUnlocked(directory)
  const aside = mkdtempSync(join(tmpdir(), 'honeynet-console-'))
  const remove = (): void => rmSync(aside, { recursive: true, force: true })
  try {
    for (const name of ['console.db', 'console.db-wal']) {
      if (existsSync(join(directory, name))) copyFileSync(join(directory, name), join(aside, name))
    }
    return [join(aside, 'console.db'), remove]
  } catch (error) {
    remove()
    throw error
  }
}

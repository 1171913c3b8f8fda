import type Database from 'better-sqlite3'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Says that the database beside it was found damaged; it cannot say so itself. */
export const damageFile = 'damaged.json'

const note = z.object({ at: z.number(), words: z.string() })

/** What a check found when it last found something; until a backup is restored, or a later check finds nothing. */
export function knownDamage(directory: string): string | undefined {
  const path = join(directory, damageFile)
  if (!existsSync(path)) return undefined
  try {
    return note.parse(JSON.parse(readFileSync(path, 'utf8'))).words
  } catch {
    return 'a check of the database found something wrong'
  }
}

/** Where the disk takes not even this, the next check finds it again. */
export function noteDamage(directory: string, words: string): void {
  try {
    writeFileSync(join(directory, damageFile), JSON.stringify({ at: Date.now(), words }), { mode: 0o600 })
  } catch {
    return
  }
}

export const forgetDamage = (directory: string): void => rmSync(join(directory, damageFile), { force: true })

/** A quick look at a whole file. @returns what is wrong. */
export function damageIn(database: Database.Database): string | undefined {
  const found = database.pragma('quick_check(1)', { simple: true })
  return found === 'ok' ? undefined : firstLine(found)
}

/** SQLite tells where, page by page; one line is enough to know that it is so. */
export const firstLine = (found: unknown): string =>
  String(found)
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line !== '' && !line.startsWith('***'))
    ?.slice(0, 200) ?? 'unreadable'

export const damageWords = (found: string): string =>
  `the database is damaged (${found}); nothing more is stored until a backup is restored`

import Database from 'better-sqlite3'
import { readerOf, writerOf } from './connection.ts'
import { copyAside, removeAside } from './copy-aside.ts'
import { damageWords, knownDamage, noteDamage } from './damage.ts'
import { isDamage, StoreError } from './error.ts'
import { needsMigration } from './migrate.ts'
import { quickCheck } from './open-writer.ts'
import type { Opening, Parts } from './parts.ts'

/** What can be read is read where it is, and nothing of it is touched: somebody may still want to rescue more. */
export function openDamaged({ directory, path, migrations, opened }: Opening, words: string): Parts {
  const lost = new StoreError(
    `the database in ${directory} is damaged (${words}), and nothing of it can be read; restore a backup: honeynet restore FILE`,
    undefined,
    'damaged',
  )
  try {
    const database = new Database(path, { readonly: true })
    opened.push(() => database.close())
    const isOld = needsMigration(database, migrations)
    database.prepare('SELECT count(*) FROM sqlite_schema').get()
    if (!isOld) {
      if (knownDamage(directory) === undefined) noteDamage(directory, words)
      return readingAlone(path, database, damageWords(words))
    }
  } catch (error) {
    throw isDamage(error) ? lost : error
  }
  throw lost
}

/** Of a folder in which nothing can be written. */
export function openCopy({ directory, migrations, prepared, onStep, opened }: Opening): Parts {
  const [path, remove] = prepared?.aside === undefined ? copyAside(directory) : taken(prepared.aside)
  opened.push(remove)
  const database = new Database(path, { readonly: true })
  opened.push(() => database.close())
  const found = prepared === undefined ? quickCheck(database, path, onStep) : prepared.found
  if (needsMigration(database, migrations)) {
    throw new StoreError(
      `cannot use the data folder ${directory}: it is read-only, and its format is an older one`,
      undefined,
      'no-permission',
    )
  }
  const readOnly = 'the data folder is read-only'
  return readingAlone(path, database, found === undefined ? readOnly : `${readOnly}, and ${damageWords(found)}`)
}

const taken = (aside: string): [path: string, remove: () => void] => [aside, () => removeAside(aside)]

/** What writes gets SQLite's own word for it, so that everything else behaves as on a full disk. */
const readingAlone = (path: string, database: Database.Database, readOnly: string): Parts => ({
  ...{ readPath: path, writer: writerOf(database), reader: readerOf(database), readOnly },
  freeze: () => undefined,
  reclaim: () => 0,
  unhurried: (work) => work(),
})

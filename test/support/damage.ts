import Database from 'better-sqlite3'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Overwrites the beginning of an index of a data folder's store, as a failing disk would. */
export function damageIndex(directory: string, index = 'event_dialled'): void {
  const path = join(directory, 'console.db')
  const database = new Database(path)
  database.pragma('wal_checkpoint(TRUNCATE)')
  const root = database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck()
  const page = Number(root.get(index))
  const size = Number(database.pragma('page_size', { simple: true }))
  database.close()
  const file = openSync(path, 'r+')
  writeSync(file, Buffer.alloc(200, 0x5a), 0, 200, (page - 1) * size)
  closeSync(file)
}

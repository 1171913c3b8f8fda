import type Database from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { callHash } from './call-id.ts'
import { StoreError } from './error.ts'

export interface Migration {
  /** Becomes `user_version`; 1, 2, 3 … without a hole. */
  readonly version: number
  readonly name: string
  readonly sql: string
}

/** Numbered files, append-only: a released one is never edited, because databases out there already ran it. */
export function readMigrations(directory = join(import.meta.dirname, 'migrations')): readonly Migration[] {
  const names = readdirSync(directory).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name))
  return names.sort().map((name, index) => {
    if (Number(name.slice(0, 4)) !== index + 1) throw new StoreError(`migration ${name} is out of sequence`)
    return { version: index + 1, name, sql: readFileSync(join(directory, name), 'utf8') }
  })
}

/**
 * Brings a database up to date, each step in a transaction of its own.
 * @throws StoreError when a newer console wrote the database.
 */
export function migrate(database: Database.Database, migrations: readonly Migration[]): void {
  if (!needsMigration(database, migrations)) return
  // What 0005 gives stored dialogs.
  database.function('call_hash', { deterministic: true }, (callId) => BigInt(callHash(String(callId))))
  for (const migration of migrations.slice(formatOf(database, migrations))) apply(database, migration)
}

/** @throws StoreError when a newer console wrote the database. */
export const needsMigration = (database: Database.Database, migrations: readonly Migration[]): boolean =>
  formatOf(database, migrations) < migrations.length

/** The same for a database that holds something. @throws StoreError when a newer console wrote it. */
export const isOlder = (database: Database.Database, migrations: readonly Migration[]): boolean =>
  formatOf(database, migrations) > 0 && needsMigration(database, migrations)

function formatOf(database: Database.Database, migrations: readonly Migration[]): number {
  const found = Number(database.pragma('user_version', { simple: true }))
  if (found <= migrations.length) return found
  throw new StoreError(
    `this data was written by a newer Honeynet Console (format ${found}, this one knows ${migrations.length}); update the console`,
  )
}

function apply(database: Database.Database, migration: Migration): void {
  database
    .transaction(() => {
      database.exec(migration.sql)
      database.pragma(`user_version = ${migration.version}`)
    })
    .immediate()
}

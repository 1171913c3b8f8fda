import Database from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { migrate, readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'

const fixture = join(import.meta.dirname, '../../fixtures/schema.sql')
const migrations = readMigrations()
let remove: (() => void) | undefined
afterEach(() => remove?.())

function folder(): string {
  const [path, removeIt] = temporaryDirectory()
  remove = removeIt
  return path
}

function schemaOf(database: Database.Database): string {
  const rows = database.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name').all() as {
    sql: string
  }[]
  return rows.map(({ sql }) => `${sql};\n`).join('\n')
}

test('the schema is the one on record; write it anew with UPDATE_SCHEMA=1 after adding a migration', () => {
  const database = new Database(':memory:')
  migrate(database, migrations)
  if (process.env['UPDATE_SCHEMA']) writeFileSync(fixture, schemaOf(database))
  expect(schemaOf(database)).toBe(readFileSync(fixture, 'utf8'))
  database.close()
})

test.each(migrations.map(({ version }) => version - 1))(
  'a stored database of format %i is brought up to date and keeps its rows',
  (version) => {
    const directory = folder()
    const old = openStore({ directory, migrations: migrations.slice(0, version) })
    if (version > 0)
      old.writer.run("INSERT INTO sensor (url, token) VALUES ('ws://127.0.0.1:1/', 'a token that is long')")
    old.close()
    let told = 0
    const store = openStore({ directory, onStep: ({ work }) => void (told += work === 'upgrade' ? 1 : 0) })
    expect(told > 0).toBe(version > 0)
    const kept = store.reader.get<{ n: number }>('SELECT count(*) AS n FROM sensor')?.n
    store.close()
    expect(kept).toBe(version > 0 ? 1 : 0)
    const database = new Database(join(directory, 'console.db'))
    expect(schemaOf(database)).toBe(readFileSync(fixture, 'utf8'))
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length)
    database.close()
  },
)

test('a database of a newer console is refused in words and left as it is', () => {
  const directory = folder()
  openStore({ directory }).close()
  const database = new Database(join(directory, 'console.db'))
  database.pragma('user_version = 999')
  database.close()
  expect(() => openStore({ directory })).toThrow(/newer Honeynet Console \(format 999/)
  expect(() => openStore({ directory })).toThrow(/newer/)
})

test('a damaged database is refused in words', () => {
  const directory = folder()
  openStore({ directory }).close()
  writeFileSync(join(directory, 'console.db'), 'this is no database, however long it may be'.repeat(200))
  expect(() => openStore({ directory })).toThrow(/damaged/)
})

test('a migration that fails leaves the database as it was', () => {
  const database = new Database(':memory:')
  const broken = { version: 2, name: '0002-broken.sql', sql: 'CREATE TABLE half (id INTEGER) STRICT; SELECT nonsense;' }
  const first = migrations.slice(0, 1)
  migrate(database, first)
  const before = schemaOf(database)
  expect(() => migrate(database, [...first, broken])).toThrow(/nonsense/)
  expect(schemaOf(database)).toBe(before)
  expect(database.pragma('user_version', { simple: true })).toBe(1)
  database.close()
})

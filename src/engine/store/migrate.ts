import type Database from 'better-sqlite3'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { UpgradeStep } from '../../contract/console/opening.ts'
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
 * Brings a database up to date, each step in a transaction of its own: ended at any point it is as it was before that step.
 * @param onStep is told before each statement, and before each step, how far it is. What it throws ends the work there.
 * @throws StoreError when a newer console wrote the database.
 */
export function migrate(
  database: Database.Database,
  migrations: readonly Migration[],
  onStep: (step: UpgradeStep) => void = () => undefined,
): void {
  if (!needsMigration(database, migrations)) return
  // What 0005 gives stored dialogs.
  database.function('call_hash', { deterministic: true }, (callId) => BigInt(callHash(String(callId))))
  const from = formatOf(database, migrations)
  const weigh = weightsIn(database, from)
  const steps = migrations.slice(from).map(({ version, sql }) => ({ version, statements: statementsIn(sql) }))
  const total = steps.flatMap(({ statements }) => statements).reduce((sum, each) => sum + weigh(each), 0)
  let done = 0
  for (const { version, statements } of steps) {
    const tell = (statement: string): void => {
      const step = { work: 'upgrade', from, to: migrations.length, at: version - 1 } as const
      onStep({ ...step, part: partOf(statement), share: done / total })
    }
    const apply = (): void => {
      for (const statement of statements) {
        tell(statement)
        database.exec(statement)
        done += weigh(statement)
      }
      database.pragma(`user_version = ${version}`)
    }
    tell('')
    database.transaction(apply).immediate()
  }
}

/** What most of a statement's work has to do with: the table it fills, or else the one it reads. */
function partOf(statement: string): UpgradeStep['part'] {
  const [, table = ''] = /\b(?:INTO|ON|UPDATE|FROM|TABLE) (\w+)/.exec(statement) ?? []
  if (/^(tally|rollup|source_|user|label)/.test(table)) return 'counts'
  if (/^dialog/.test(table)) return 'dialogs'
  return /^(event|kind|raw)/.test(table) ? 'messages' : 'tables'
}

const tokens = /--[^\n]*|'[^']*'|"[^"]*"|;|[^;'"-]+|./gs

/** A trigger holds statements of its own. */
const isWhole = (statement: string): boolean => !/^CREATE TRIGGER\b/i.test(statement) || /\bEND$/i.test(statement)

/** One by one, in their order, with the comments in them, which SQLite keeps. */
export function statementsIn(sql: string): readonly string[] {
  const statements: string[] = []
  let open = ''
  for (const [token] of sql.matchAll(tokens)) {
    const isEnd = token === ';' && isWhole(open.trim())
    if (isEnd && open.trim() !== '') statements.push(open.trim())
    if (isEnd) open = ''
    else if (open.trim() !== '' || !token.startsWith('--')) open += token
  }
  return open.trim() === '' ? statements : [...statements, open.trim()]
}

/** What is long has to do with all messages or all dialogs; about as long as there are many of them. */
function weightsIn(database: Database.Database, format: number): (statement: string) => number {
  const count = (table: 'event' | 'dialog'): number =>
    format === 0 ? 0 : Number(database.prepare(`SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get())
  const rows = [
    [/\b(FROM|ON|UPDATE) event(_before)?\b/, count('event')],
    [/\b(FROM|ON|UPDATE) dialog(_before)?\b/, count('dialog')],
  ] as const
  return (statement) => rows.reduce((sum, [naming, n]) => (naming.test(statement) ? sum + n : sum), 1)
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
    undefined,
    'newer',
  )
}

import Database from 'better-sqlite3'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { factsOf } from '../../../src/engine/ingest/analyse.ts'
import { readMigrations, statementsIn } from '../../../src/engine/store/migrate.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { recount } from '../../support/recount.ts'
import { takeTraffic } from '../../support/sip-events.ts'
import { openTestStore } from '../../support/store.ts'
import { writeFormat4 } from './old-store.ts'

const stops: (() => void)[] = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

const child = join(import.meta.dirname, 'upgrade-child.ts')

function upgrade(directory: string, killedAt: number): { readonly percents: number[]; readonly signal: string | null } {
  const { stdout, signal, stderr, status } = spawnSync(process.execPath, [child, directory, String(killedAt)], {
    encoding: 'utf8',
  })
  if (signal === null && status !== 0) throw new Error(stderr)
  return { percents: stdout.trim().split('\n').map(Number), signal }
}

test('killed at any statement that brings it up to date, a database loses nothing, and is brought there the next time', () => {
  const { store, events, sensors, stop } = openTestStore(1)
  stops.push(stop)
  const traffic = takeTraffic(600, 41, Date.UTC(2026, 0, 1) * 1000)
  events.store({ sensor: sensors[0] ?? 0, epoch: 'f'.repeat(16), first: 1, events: traffic.map(factsOf) })
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  writeFormat4(directory, store)
  for (const statement of [1, 7, 12, 20, 33, 48]) {
    const { percents, signal } = upgrade(directory, statement)
    expect({ signal, seen: percents.length }).toEqual({ signal: 'SIGKILL', seen: statement })
  }
  const { percents, signal } = upgrade(directory, -1)
  expect(signal).toBeNull()
  expect(percents).toEqual([...percents].sort((a, b) => a - b))
  expect([percents[0], (percents.at(-1) ?? 0) > 90, percents.at(-1) !== 100]).toEqual([0, true, true])
  // No statement is most of the work.
  expect(Math.max(...percents.slice(1).map((percent, at) => percent - (percents[at] ?? 0)))).toBeLessThan(30)
  const upgraded = openStore({ directory })
  stops.push(() => upgraded.close())
  const { kept, counted } = recount(upgraded)
  expect(kept).toEqual(counted)
  expect(upgraded.reader.get('SELECT count(*) AS n FROM event')).toEqual({ n: 600 })
})

test('statement by statement migrations make the same database', () => {
  const schema = (make: (database: Database.Database, sql: string) => void): unknown => {
    const database = new Database(':memory:')
    database.function('call_hash', (callId) => BigInt(String(callId).length))
    for (const { sql } of readMigrations()) make(database, sql)
    return database.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all()
  }
  const whole = schema((database, sql) => void database.exec(sql))
  expect(schema((database, sql) => statementsIn(sql).forEach((each) => database.prepare(each).run()))).toEqual(whole)
  expect(statementsIn('SELECT \';\' -- a; b\n; "x;y" - 1;;')).toEqual(["SELECT ';' -- a; b", '"x;y" - 1'])
})

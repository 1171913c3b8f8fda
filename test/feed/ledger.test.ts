import { randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recordRows } from '../../src/feed/ledger/rows.ts'
import { verifyRecords } from '../../src/feed/ledger/verify.ts'
import { Refusal } from '../../src/feed/refusal.ts'
import { createAuthor, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, type Harness } from '../support/ledger-harness.ts'

let harness: Harness
let ada: Author

beforeEach(() => {
  harness = createHarness()
  ada = createAuthor()
  harness.team(ada)
  for (const address of ['8.8.8.8', '9.9.9.9']) ban(address)
})
afterEach(() => harness.close())

function ban(address: string): string {
  const id = randomUUID()
  harness.authority.admit(ada.intend('ban.proposed', id, proposalOf(address)))
  harness.authority.admit(ada.intend('ban.approved', id, {}))
  return id
}

const listed = (): readonly string[] => harness.authority.list.snapshot().entries.map(({ address }) => address)
const fault = (): string | undefined => verifyRecords(recordRows(harness.database)).fault

/** Changes the stored ledger as somebody with the file in hands would, past its triggers. */
function tamper(sql: string): void {
  const direct = new Database(join(harness.directory, 'ledger.db'))
  const triggers = direct.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
    name: string
    sql: string
  }[]
  for (const { name } of triggers) direct.exec(`DROP TRIGGER ${name}`)
  direct.exec(sql)
  for (const trigger of triggers) direct.exec(trigger.sql)
  direct.close()
}

describe('the stored ledger', () => {
  it.each([
    ['UPDATE record SET recorded_at = recorded_at + 1', 'immutable'],
    ['DELETE FROM record', 'immutable'],
    ['DELETE FROM record WHERE seq = 3', 'immutable'],
    ['INSERT OR REPLACE INTO record SELECT * FROM record WHERE seq = 2', 'only appended'],
    ["INSERT INTO record SELECT 99, 'x', recorded_at, previous, hash, signature, intent FROM record", 'only appended'],
  ])('forbids: %s', (sql, why) => {
    expect(() => harness.database.exec(sql)).toThrow(why)
    expect(fault()).toBeUndefined()
  })

  it('holds on to its records when another one takes their intent id', () => {
    const sql = `INSERT OR REPLACE INTO record
      SELECT (SELECT max(seq) + 1 FROM record), intent_id, recorded_at, previous, hash, signature, intent
      FROM record WHERE seq = 2`
    expect(() => harness.database.exec(sql)).toThrow('immutable')
  })

  it('verifies as it was written', () => {
    expect(fault()).toBeUndefined()
    expect(harness.ledger.state.end.seq).toBe(harness.ledger.records())
  })

  it('keeps its key for its own user', () => {
    expect(statSync(join(harness.directory, 'feed.key')).mode & 0o777).toBe(0o600)
    expect(statSync(harness.directory).mode & 0o077).toBe(0)
  })
})

describe('a changed ledger', () => {
  it.each([
    ['content', "UPDATE record SET intent = replace(intent, '8.8.8.8', '8.8.8.9') WHERE seq = 3", /record 3: its hash/],
    ['time', 'UPDATE record SET recorded_at = 1 WHERE seq = 4', /record 4: its hash/],
    ['signature', `UPDATE record SET signature = '${'A'.repeat(86)}' WHERE seq = 5`, /record 5: its hash/],
    ['link', `UPDATE record SET previous = '${'0'.repeat(64)}' WHERE seq = 5`, /record 5: it does not link/],
    ['a record fewer', 'DELETE FROM record WHERE seq = 4', /record 4: it is missing/],
    ['no JSON', "UPDATE record SET intent = '[]' WHERE seq = 4", /record 4: /],
    ['other spelling', "UPDATE record SET intent = ' ' || intent WHERE seq = 4", /record 4: .*canonical/],
  ])('is noticed: %s', (_what, sql, words) => {
    tamper(sql)
    expect(fault()).toMatch(words)
  })

  it('takes no more records and goes on serving the last good list', () => {
    const revoked = ban('8.8.4.4')
    harness.authority.admit(ada.intend('ban.revoked', revoked, { reason: 'a customer' }))
    tamper("UPDATE record SET intent = replace(intent, '9.9.9.9', '9.9.9.8') WHERE seq = 7")
    harness = harness.reopen()
    expect(harness.ledger.fault).toMatch(/record 7/)
    expect(listed()).toEqual(['8.8.8.8', '9.9.9.9'])
    expect(harness.ledger.page(0, 500).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(harness.ledger.page(7, 500)).toEqual([])
    const propose = () => harness.authority.admit(ada.intend('ban.proposed', randomUUID(), proposalOf('1.1.1.1')))
    expect(propose).toThrow(Refusal)
    expect(propose).toThrow('record 7')
    expect(() => harness.authority.enrol(createAuthor().key, 'Eve')).toThrow(Refusal)
  })

  it('is repaired where only the stored list was changed', () => {
    tamper("UPDATE listed SET address = '1.1.1.1'")
    harness = harness.reopen()
    expect(harness.ledger.fault).toBeUndefined()
    expect(listed()).toEqual(['8.8.8.8', '9.9.9.9'])
    harness = harness.reopen()
    expect(harness.ledger.list.map(({ address }) => address)).toEqual(['8.8.8.8', '9.9.9.9'])
  })
})

describe('the feed’s key', () => {
  it('is not made anew for a ledger that has begun', () => {
    rmSync(join(harness.directory, 'feed.key'))
    harness = harness.reopen()
    expect(harness.ledger.fault).toMatch(/feed.key.*missing/)
    expect(listed()).toEqual(['8.8.8.8', '9.9.9.9'])
  })

  it('is whole or not there: a first start that was killed while writing it is made good by the next', () => {
    const directory = mkdtempSync(join(tmpdir(), 'feed-key-'))
    writeFileSync(join(directory, 'feed.key.new'), '-----BEGIN PRIV')
    const second = createHarness({}, directory)
    expect(second.ledger.fault).toBeUndefined()
    expect(readdirSync(directory)).not.toContain('feed.key.new')
    const third = second.reopen()
    expect(third.ledger.fault).toBeUndefined()
    third.close()
  })

  it('cannot be another one', () => {
    const other = createHarness()
    writeFileSync(join(harness.directory, 'feed.key'), readFileSync(join(other.directory, 'feed.key')))
    other.close()
    harness = harness.reopen()
    expect(harness.ledger.fault).toMatch(/not the key/)
  })
})

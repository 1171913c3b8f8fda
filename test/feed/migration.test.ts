import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { consoleRows } from '../../src/feed/ledger/consoles.ts'
import { openDatabase } from '../../src/feed/ledger/database.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { newSubscriber } from '../../src/feed/subscribers/subscribers.ts'
import { createAuthor, hour, proposalOf } from '../support/ledger-client.ts'
import { createHarness, type Harness } from '../support/ledger-harness.ts'

/** The tables as version 1 had them. */
const backToOne = `
DROP TABLE removed_subscriber;
DROP TABLE console;
DROP TABLE delisted;
ALTER TABLE listed RENAME TO newer;
CREATE TABLE listed (
  ban        TEXT PRIMARY KEY,
  list_id    INTEGER NOT NULL UNIQUE CHECK (list_id > 1000),
  address    TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO listed SELECT ban, list_id, address, expires_at FROM newer;
DROP TABLE newer;
DROP TABLE subscriber;
CREATE TABLE subscriber (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  key_hash   TEXT NOT NULL UNIQUE CHECK (length(key_hash) = 64),
  created_at INTEGER NOT NULL,
  last_pull  INTEGER,
  pulls      INTEGER NOT NULL DEFAULT 0 CHECK (pulls >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO subscriber VALUES ('s', 'pbx', '${'a'.repeat(64)}', 1, 2, 3);
PRAGMA user_version = 1;`

let harness: Harness
const ada = createAuthor()

function ban(address: string): string {
  const id = randomUUID()
  harness.authority.admit(ada.intend('ban.proposed', id, proposalOf(address)))
  harness.authority.admit(ada.intend('ban.approved', id, {}))
  return id
}

function onFile(change: (database: Database.Database) => void): void {
  const direct = new Database(join(harness.directory, 'ledger.db'))
  change(direct)
  direct.close()
}

beforeEach(() => {
  harness = createHarness()
  harness.team(ada)
})
afterEach(() => harness.close())

describe('a ledger of version 1', () => {
  it('keeps its records, list and subscribers, and learns when each entry was published', () => {
    ban('8.8.8.8')
    harness.clock.pass(hour)
    ban('9.9.9.9')
    const before = harness.authority.list.snapshot().entries
    onFile((database) => database.exec(backToOne))
    const migrated = openDatabase(harness.directory)
    expect(migrated.prepare('SELECT ban, published_at AS at FROM listed ORDER BY list_id').all()).toEqual(
      before.map(({ ban: id, publishedAt }) => ({ ban: id, at: publishedAt })),
    )
    expect(subscriberRows(migrated).all()).toMatchObject([
      { id: 's', name: 'pbx', pulls: 3, cursor: null, family: null, userAgent: null },
    ])
    migrated.close()
    harness = harness.reopen()
    expect(harness.ledger.fault).toBeUndefined()
    expect(harness.ledger.list).toEqual(before)
  })

  it('is left as it was when the move cannot be made', () => {
    ban('8.8.8.8')
    onFile((database) => database.exec(`${backToOne} CREATE TABLE delisted (mine TEXT);`))
    expect(() => openDatabase(harness.directory)).toThrow('delisted')
    onFile((database) => {
      expect(database.pragma('user_version', { simple: true })).toBe(1)
      expect(database.prepare('SELECT count(*) FROM listed').pluck().get()).toBe(1)
      database.exec('DROP TABLE delisted')
    })
    harness = harness.reopen()
    expect(harness.ledger.list.map(({ address }) => address)).toEqual(['8.8.8.8'])
  })
})

it('a ledger of version 2 keeps what it has, and begins to remember whose key was taken', () => {
  onFile((database) => database.exec('DROP TABLE removed_subscriber; DROP TABLE console; PRAGMA user_version = 2'))
  const old = new Database(join(harness.directory, 'ledger.db'), { readonly: true })
  expect(subscriberRows(old).removed()).toEqual([])
  old.close()
  const rows = subscriberRows(openDatabase(harness.directory))
  const { row } = newSubscriber('pbx', 1)
  for (const lastPull of [null, 5]) {
    rows.add(row)
    rows.remove({ ...row, lastPull }, 7)
    expect(rows.removed()).toMatchObject(lastPull === null ? [] : [{ name: 'pbx', lastPull, removedAt: 7 }])
  }
})

it('a ledger of version 3 learns to remember where consoles are', () => {
  ban('8.8.8.8')
  const before = harness.authority.list.snapshot().entries
  onFile((database) => database.exec('DROP TABLE console; PRAGMA user_version = 3;'))
  harness = harness.reopen()
  expect([harness.ledger.fault, harness.ledger.list]).toEqual([undefined, before])
  const said = { key: ada.key, address: '45.3.3.3', sensors: ['45.4.4.4'], at: 1 }
  consoleRows(harness.database).put(said)
  harness = harness.reopen()
  expect(consoleRows(harness.database).all()).toEqual([said])
})

it('a ledger of a newer program is refused in words', () => {
  onFile((database) => database.pragma('user_version = 99'))
  expect(() => openDatabase(harness.directory)).toThrow('the ledger has format 99; this program knows 4')
})

describe('what left the list', () => {
  it('is kept with its time and reason, in the transaction that took it off', () => {
    const revoked = ban('8.8.8.8')
    const expired = ban('9.9.9.9')
    const { publishedAt, listId } = harness.ledger.state.bans.get(revoked) ?? expect.fail()
    harness.clock.pass(hour)
    harness.authority.admit(ada.intend('ban.revoked', revoked, { reason: 'a customer' }))
    const at = harness.clock.now()
    harness.clock.pass(24 * hour)
    harness = harness.reopen()
    expect(harness.ledger.delisted).toMatchObject([
      { ban: revoked, listId: Number(listId), address: '8.8.8.8', publishedAt, delistedAt: at, why: 'revoked' },
      { ban: expired, address: '9.9.9.9', why: 'expired' },
    ])
  })

  it('is forgotten after 30 days', () => {
    ban('8.8.8.8')
    harness.clock.pass(24 * hour)
    ban('9.9.9.9')
    harness.clock.pass(31 * 24 * hour)
    ban('8.8.4.4')
    harness.clock.pass(24 * hour)
    ban('8.8.8.8')
    harness.clock.pass(24 * hour)
    harness = harness.reopen()
    expect(harness.ledger.delisted.map(({ address }) => address)).toEqual(['8.8.4.4', '8.8.8.8'])
  })
})

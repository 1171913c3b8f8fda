import { randomUUID } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createMirror } from '../../src/engine/blacklist/ledger/mirror.ts'
import { switchFeed } from '../../src/engine/store/feeds.ts'
import { ledgerMirrorStore } from '../../src/engine/store/ledger-mirror.ts'
import { openStore } from '../../src/engine/store/open.ts'
import { backUp } from '../../src/feed/ledger/backup.ts'
import { openDatabase, openForReading } from '../../src/feed/ledger/database.ts'
import { finishRestore, restoreBackup, type Restored } from '../../src/feed/ledger/restore.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { newSubscriber } from '../../src/feed/subscribers/subscribers.ts'
import { createAuthor, proposalOf, type Author } from '../support/ledger-client.ts'
import { createHarness, createTestClock, type Harness, type TestClock } from '../support/ledger-harness.ts'

const log = pino({ level: 'silent' })
let place: string
let directory: string
let file: string
let clock: TestClock
let ada: Author
let feed: Harness

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'feed-backup-'))
  directory = join(place, 'data')
  file = join(place, 'feed.backup')
  clock = createTestClock()
  ada = createAuthor()
  feed = createHarness({ clock }, directory)
  feed.team(ada)
})
afterEach(() => {
  feed.close()
  rmSync(place, { recursive: true, force: true })
})

function ban(address: string): string {
  const id = randomUUID()
  feed.authority.admit(ada.intend('ban.proposed', id, proposalOf(address)))
  feed.authority.admit(ada.intend('ban.approved', id, {}))
  return id
}
const listed = (): readonly string[] => feed.authority.list.snapshot().entries.map(({ address }) => address)
const lastId = (): number => feed.authority.list.snapshot().entries.at(-1)?.listId ?? 0
const records = () => feed.ledger.page(0, 500)
const stop = (): void => {
  feed.authority.stop()
  feed.database.close()
}
const start = (from = directory): void => void (feed = createHarness({ clock }, from))
const restore = (to = directory): Restored => restoreBackup(file, to, { clock, log })
const tamper = (path: string, sql: string): void => {
  const direct = new Database(path)
  direct.exec(sql)
  direct.close()
}

it('a backup is one whole file for its owner’s eyes alone, and its feed goes on in another place', async () => {
  ban('8.8.8.8')
  const made = await backUp(directory, file, clock.now())
  expect(made).toEqual({
    records: feed.ledger.state.end.seq,
    last: feed.ledger.state.end.hash,
    bytes: statSync(file).size,
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readdirSync(place).sort()).toEqual(['data', 'feed.backup'])
  const before = records()
  const id = lastId()
  stop()
  const elsewhere = join(place, 'elsewhere')
  const { records: count, saved, listIdsAbove, ...rest } = restore(elsewhere)
  expect([count, saved]).toEqual([before.length + 1, 0])
  expect(rest).toEqual({ leftOut: 0, complete: false, stopped: 0 })
  start(elsewhere)
  expect(feed.ledger.fault).toBeUndefined()
  expect(records().slice(0, -1)).toEqual(before)
  expect(records().at(-1)?.intent).toMatchObject({ kind: 'policy.changed', body: { restored: { listIdsAbove } } })
  expect(listed()).toEqual(['8.8.8.8'])
  ban('9.9.9.9')
  // Nobody can tell what was given behind the backup.
  expect(lastId()).toBeGreaterThan(id + 1000)
  expect(lastId()).toBeGreaterThan(listIdsAbove)
})

it('what was recorded behind the backup is taken over from a ledger that was damaged, up to the damage', async () => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  const revoked = ban('9.9.9.9')
  feed.authority.admit(ada.intend('ban.revoked', revoked, { reason: 'a customer' }))
  for (let at = 0; at < 12; at += 1) ban(`45.0.0.${at}`)
  const [before, list, id] = [records(), listed(), lastId()]
  const delisted = feed.authority.list.snapshot().removed
  stop()
  tamper(
    join(directory, 'ledger.db'),
    "DROP TRIGGER record_is_never_changed; UPDATE record SET hash = 'x' || substr(hash, 2) WHERE seq = 2",
  )
  const { saved, before: aside = '' } = restore()
  start()
  expect(saved).toBe(before.length - 6)
  expect(records().slice(0, -1)).toEqual(before)
  expect(listed()).toEqual(list)
  expect(feed.authority.list.snapshot().removed).toEqual(delisted)
  expect(readdirSync(aside)).toEqual(expect.arrayContaining(['feed.key', 'ledger.db']))
  ban('9.9.9.9')
  expect(lastId()).toBe(Math.max(id, Math.floor(clock.now() / 1000)) + 1)
})

it('a broken link ends what is taken over, and the IDs still go on above all that were given', async () => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  const kept = records().length + 4
  for (let at = 0; at < 20; at += 1) ban(`45.0.0.${at}`)
  const id = lastId()
  stop()
  tamper(
    join(directory, 'ledger.db'),
    `DROP TRIGGER record_is_never_changed; UPDATE record SET intent = replace(intent, '45.0.0.1', '45.9.9.9') WHERE seq = ${kept + 1}`,
  )
  restore()
  start()
  expect(feed.ledger.fault).toBeUndefined()
  expect(listed()).toEqual(['8.8.8.8', '45.0.0.0'])
  ban('45.0.0.1')
  expect(lastId()).toBeGreaterThan(id)
})

it('a ledger whose file is noise is replaced all the same', async () => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  const id = lastId()
  stop()
  writeFileSync(join(directory, 'ledger.db'), 'x'.repeat(20_000))
  restore()
  start()
  expect([feed.ledger.fault, listed()]).toEqual([undefined, ['8.8.8.8']])
  ban('9.9.9.9')
  expect(lastId()).toBeGreaterThan(id)
})

it.each([
  ['that follows this feed', false],
  ['that has gone over to another', true],
])('a lost ledger goes on from an old backup and the copy of a console %s, without a gap', async (_name, left) => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  const revoked = ban('9.9.9.9')
  feed.authority.admit(ada.intend('ban.revoked', revoked, { reason: 'a customer' }))
  ban('9.9.9.8')
  const [before, list] = [records(), listed()]
  const home = join(place, 'console')
  const store = openStore({ directory: home })
  const { writer } = store
  const mirror = createMirror(ledgerMirrorStore(writer))
  mirror.meet(feed.ledger.state.feedKey ?? '', before.length)
  for (const record of before) mirror.take(record)
  if (left) switchFeed(writer, createAuthor().key)
  stop()
  for (const name of readdirSync(directory)) rmSync(join(directory, name))
  const consoleFile = join(home, 'console.db')
  const { saved } = restoreBackup(file, directory, { clock, log, consoleFile })
  store.close()
  start()
  expect(saved).toBe(before.length - 6)
  expect([feed.ledger.fault, listed()]).toEqual([undefined, list])
  // So no console finds that the feed's ledger is another than its own.
  expect(records().slice(0, -1)).toEqual(before)
})

it('what was undone in its hold stays undone where the record of that is lost, and a whole restore ends no hold', async () => {
  feed.close()
  feed = createHarness({ clock, holdSeconds: 60 }, directory)
  feed.team(ada)
  const [undone, held] = [ban('8.8.8.8'), ban('9.9.9.9')]
  const stateOf = (id: string) => feed.ledger.state.bans.get(id)?.state
  await backUp(directory, file, clock.now())
  feed.authority.admit(ada.intend('ban.withdrawn', undone, {}))
  stop()
  expect(restore()).toMatchObject({ complete: true, stopped: 0, leftOut: 0 })
  feed = createHarness({ clock, holdSeconds: 60 }, directory)
  expect([stateOf(undone), stateOf(held)]).toEqual(['withdrawn', 'held'])
  stop()
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true })
  expect(restore()).toMatchObject({ complete: false, stopped: 2 })
  feed = createHarness({ clock, holdSeconds: 60 }, directory)
  clock.pass(3_600_000)
  expect([stateOf(undone), stateOf(held), listed()]).toEqual(['blocked', 'blocked', []])
  const last = feed.ledger.state.bans.get(held)?.records.at(-1)
  expect(last?.intent.body).toMatchObject({ reason: expect.stringContaining('backup') as string })
})

it('a console that is named only at a second restore still gives back what was lost, at the price of what came between', async () => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  const revoked = ban('9.9.9.9')
  feed.authority.admit(ada.intend('ban.revoked', revoked, { reason: 'a customer' }))
  const before = records()
  const home = join(place, 'console')
  const store = openStore({ directory: home })
  const mirror = createMirror(ledgerMirrorStore(store.writer))
  mirror.meet(feed.ledger.state.feedKey ?? '', before.length)
  for (const record of before) mirror.take(record)
  store.close()
  stop()
  rmSync(join(directory, 'ledger.db'))
  restore()
  start()
  const between = ban('8.8.4.4')
  const id = lastId()
  stop()
  const { saved, leftOut, complete } = restoreBackup(file, directory, {
    ...{ clock, log, consoleFile: join(home, 'console.db') },
  })
  start()
  expect(records().slice(0, before.length)).toEqual(before)
  expect([saved, complete, feed.ledger.fault]).toEqual([before.length - 6, false, undefined])
  expect(leftOut).toBe(5)
  expect([listed(), feed.ledger.state.bans.get(between)]).toEqual([['8.8.8.8'], undefined])
  ban('8.8.4.4')
  expect(lastId()).toBeGreaterThan(id)
})

it('a file that is no console’s is refused as a copy', async () => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  stop()
  expect(() => restoreBackup(file, directory, { clock, log, consoleFile: file })).toThrow('ledger_feed')
  start()
  expect(listed()).toEqual(['8.8.8.8'])
})

it('no key that was taken from a subscriber meanwhile works again, and one given meanwhile still does', async () => {
  const rows = () => subscriberRows(feed.database)
  const [gone, late] = [newSubscriber('gone', 1), newSubscriber('late', 2)]
  rows().add(gone.row)
  await backUp(directory, file, clock.now())
  rows().remove({ ...gone.row, lastPull: 5 }, 7)
  rows().add(late.row)
  stop()
  restore()
  start()
  expect(rows().all()).toMatchObject([{ name: 'late' }])
  expect(rows().removed()).toMatchObject([{ name: 'gone', lastPull: 5, removedAt: 7 }])
})

it('only a sound ledger is backed up, and no file is written over', async () => {
  ban('8.8.8.8')
  writeFileSync(file, 'mine')
  await expect(backUp(directory, file, 0)).rejects.toThrow('exists already')
  rmSync(file)
  const key = readFileSync(join(directory, 'feed.key'))
  rmSync(join(directory, 'feed.key'))
  await expect(backUp(directory, file, 0)).rejects.toThrow('ENOENT')
  writeFileSync(join(directory, 'feed.key'), key)
  tamper(
    join(directory, 'ledger.db'),
    'DROP TRIGGER record_is_never_changed; UPDATE record SET recorded_at = 1 WHERE seq = 3',
  )
  await expect(backUp(directory, file, 0)).rejects.toThrow('record 3')
  expect(readdirSync(place)).toEqual(['data'])
})

it.each<[string, () => void, string]>([
  ['nothing', () => rmSync(file), 'there is no file'],
  ['text', () => writeFileSync(file, 'x'.repeat(9000)), 'no backup of a feed'],
  ['half of one', () => truncateSync(file, 8192), 'no backup of a feed'],
  ['a ledger without its key', () => tamper(file, 'DROP TABLE backup'), 'no backup of a feed'],
  ['a backup that was changed', () => tamper(file, changed), 'record 3'],
  ['a backup with another key', () => tamper(file, `UPDATE backup SET feed_key = 'x'`), 'feed.key'],
  ['a backup of a newer program', () => tamper(file, 'PRAGMA user_version = 99'), 'format 99'],
])('%s in the place of a backup changes nothing', async (_name, spoil, words) => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  ban('9.9.9.9')
  const before = records()
  stop()
  spoil()
  expect(() => restore()).toThrow(words)
  expect(readdirSync(directory).filter((name) => name.includes('restor'))).toEqual([])
  start()
  expect([feed.ledger.fault, records()]).toEqual([undefined, before])
})
const changed = `DROP TRIGGER record_is_never_changed;
  UPDATE record SET intent = replace(intent, '8.8.8.8', '8.8.8.9') WHERE seq = 3`

it('a backup does not replace the ledger of another feed, nor that of one that runs', async () => {
  await backUp(directory, file, clock.now())
  const other = createHarness({ clock }, join(place, 'other'))
  other.authority.stop()
  other.database.close()
  expect(() => restore(join(place, 'other'))).toThrow('another feed')
})

/** What a restore that is killed leaves behind, step by step; the files come from one that was not. */
it.each<[string, (after: string) => void]>([
  [
    'before it was ready',
    (after) => {
      mkdirSync(join(directory, 'restoring'))
      copyFileSync(join(after, 'ledger.db'), join(directory, 'restoring', 'ledger.db'))
    },
  ],
  ['when it was ready', (after) => renameSync(after, join(directory, 'restored'))],
  [
    'with the new key in its place',
    (after) => {
      renameSync(join(after, 'feed.key'), join(directory, 'feed.key'))
      renameSync(after, join(directory, 'restored'))
    },
  ],
  [
    'with nothing in its place',
    (after) => {
      renameSync(join(after, 'feed.key'), join(directory, 'feed.key'))
      mkdirSync(join(directory, 'before-restore-1'))
      renameSync(join(directory, 'ledger.db'), join(directory, 'before-restore-1', 'ledger.db'))
      renameSync(after, join(directory, 'restored'))
    },
  ],
  [
    'when all was done but the last',
    (after) => {
      for (const name of ['feed.key', 'ledger.db']) renameSync(join(after, name), join(directory, name))
      mkdirSync(join(directory, 'restored'))
    },
  ],
])('a restore that is killed %s is brought to its end', async (name, leave) => {
  ban('8.8.8.8')
  await backUp(directory, file, clock.now())
  ban('9.9.9.9')
  stop()
  const copy = join(place, 'copy')
  mkdirSync(copy)
  for (const each of ['ledger.db', 'feed.key']) copyFileSync(join(directory, each), join(copy, each))
  restore(copy)
  const after = join(place, 'after')
  mkdirSync(after)
  for (const each of ['ledger.db', 'feed.key']) copyFileSync(join(copy, each), join(after, each))
  leave(after)
  if (existsSync(join(directory, 'restored'))) {
    expect(() => openDatabase(directory)).toThrow('was interrupted')
    expect(() => openForReading(directory)).toThrow('was interrupted')
  }
  finishRestore(directory, clock.now())
  start()
  expect(feed.ledger.fault).toBeUndefined()
  expect(listed()).toEqual(['8.8.8.8', '9.9.9.9'])
  const restored = records().some(
    ({ intent }) => intent.kind === 'policy.changed' && intent.body.restored !== undefined,
  )
  expect(restored).toBe(name !== 'before it was ready')
})

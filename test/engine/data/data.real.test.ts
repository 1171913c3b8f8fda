import Database from 'better-sqlite3'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { restoreBackup } from '../../../src/engine/store/restore.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { verifyStore } from '../../../src/engine/store/verify/verify.ts'
import { damageIndex } from '../../support/damage.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { atEnd, fill, filledFolder, openFolder } from './filled-folder.ts'

const keepAll = { raw: null, events: null, rollups: null, entities: null, budget: null }
const flip = (file: string, change: (database: Database.Database) => void): void => {
  const database = new Database(file)
  change(database)
  database.close()
}
/** One bit of a block's bytes, as a disk that forgets would leave it. */
const damageBlock = (database: Database.Database): void => {
  database.function('flipped', (packed) => {
    const bytes = Buffer.from(packed as Buffer)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    return bytes
  })
  database.exec('UPDATE raw_block SET packed = flipped(packed) WHERE first = (SELECT min(first) FROM raw_block)')
}

test('what is set is previewed, deleted as it was previewed, and told', async () => {
  const directory = filledFolder()
  const { client, ended } = await openFolder(directory)
  const before = await client.call('data.status', {})
  expect(before).toMatchObject({ directory, events: 1800, retention: keepAll, backups: [] })
  expect(before.raw.messages).toBe(1800)
  expect(before.raw.unpacked).toBeGreaterThan(before.raw.packed)
  expect(before.eventsSince).toBeUndefined()
  expect(await ended(await client.call('retention.run', {}))).toMatchObject({
    state: 'done',
    outcome: 'Nothing was old enough to be deleted.',
  })

  const retention = { raw: 3, events: 5, rollups: 5, entities: 9, budget: null }
  const preview = await client.call('retention.preview', { retention })
  expect(preview).toMatchObject({ events: { rows: 900 }, raw: { rows: 1200 }, pinned: 0 })
  expect((await client.call('data.status', {})).events).toBe(1800)
  await client.call('retention.set', { retention })
  const job = await ended(await client.call('retention.run', {}))
  const { raw, events, rollups, entities } = preview
  const told = `Deleted the bytes of ${raw.rows} messages, ${events.rows} messages, ${rollups.rows} counts and ${entities.rows} sources.`
  expect(job).toMatchObject({ state: 'done', outcome: told, done: job.total })
  const after = await client.call('data.status', {})
  expect(after).toMatchObject({ events: 900, retention, raw: { messages: 600 }, eventsSince: events.before })
  expect(after.oldest).toBeGreaterThan(after.eventsSince ?? Infinity)
  expect((await client.call('app.info', {})).store.events).toBe(900)
  expect(await ended(await client.call('data.verify', {}))).toMatchObject({ state: 'done' })
})

test('a retention that keeps things without what they belong to is refused in words', async () => {
  const { client } = await openFolder(filledFolder(10))
  const set = (part: object) => client.call('retention.set', { retention: { ...keepAll, ...part } })
  await expect(set({ raw: 9, events: 8 })).rejects.toMatchObject({ code: 'bad-request' })
  await expect(set({ raw: 9, events: 10, entities: 9 })).rejects.toThrow(/longer than the sources/)
  await expect(set({ events: 10 })).rejects.toThrow(/raw bytes cannot be kept longer/)
})

test('a backup is one private file; trying to restore it finds it whole, and finds out when it is not', async () => {
  const directory = filledFolder()
  const { client, ended } = await openFolder(directory)
  const [one, two] = [await client.call('backup.start', {}), await client.call('backup.start', {})]
  expect(two).toEqual(one)
  const job = await ended(one)
  expect(job).toMatchObject({ state: 'done' })
  const { backups, backupDirectory } = await client.call('data.status', {})
  expect(backups).toMatchObject([{ events: 1800 }])
  const file = backups[0]?.file ?? ''
  expect(file).toMatch(/^manual-.*\.db$/)
  expect(job.outcome).toMatch(new RegExp(`^Copied into ${file}: .* with 1800 messages\\.$`))
  expect(readdirSync(backupDirectory)).toEqual([file])
  expect(statSync(join(backupDirectory, file)).mode & 0o777).toBe(0o600)

  const tried = await ended(await client.call('backup.drill', { file }))
  expect(tried.state).toBe('done')
  expect(tried.outcome).toMatch(/nothing is missing/)
  const drill = async () => (await client.call('data.status', {})).backups[0]?.drill
  expect(await drill()).toMatchObject({ ok: true, words: tried.outcome })
  expect(readdirSync(backupDirectory)).toEqual([file, `${file}.drill.json`])

  flip(join(backupDirectory, file), damageBlock)
  expect(await ended(await client.call('backup.drill', { file }))).toMatchObject({ state: 'failed' })
  expect((await drill())?.words).toMatch(/bytes of \d+ of \d+ messages|blocks of raw bytes are damaged/)
  flip(join(backupDirectory, file), (database) => database.exec('DELETE FROM event WHERE id = 5'))
  await ended(await client.call('backup.drill', { file }))
  expect((await drill())?.words).toContain('it holds 1799 messages instead of 1800')

  await client.call('backup.remove', { file })
  expect(readdirSync(backupDirectory)).toEqual([])
  for (const gone of [file, '..', '.']) {
    await expect(client.call('backup.remove', { file: gone })).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.call('backup.drill', { file: gone })).rejects.toMatchObject({ code: 'not-found' })
  }
})

test('a block that cannot be read is found, told, and no reason to stop', async () => {
  const directory = filledFolder()
  flip(join(directory, 'console.db'), damageBlock)
  const { client, ended } = await openFolder(directory)
  const job = await ended(await client.call('data.verify', {}))
  expect(job.state).toBe('failed')
  expect(job.outcome).toMatch(
    /^1 of \d+ blocks of raw bytes are damaged; the first holds messages 1 to \d+: .*checksum/,
  )
  const { checked, readOnly } = await client.call('data.status', {})
  expect(checked).toMatchObject({ ok: false, words: job.outcome })
  expect(readOnly).toBeUndefined()
  const [shown] = await client.call('messages.get', { ids: [1] })
  expect(shown?.unread).toMatch(/block 1 is damaged/)
})

test('a damaged database is opened to be read, looked at, copied and left; a backup brings it back', async () => {
  const directory = filledFolder()
  const first = await openFolder(directory)
  await first.ended(await first.client.call('backup.start', {}))
  const { backups, backupDirectory } = await first.client.call('data.status', {})
  await first.engine.close()
  damageIndex(directory)

  const { client, ended, engine } = await openFolder(directory)
  const status = await client.call('data.status', {})
  expect(status).toMatchObject({ events: 1800, raw: { messages: 1800 } })
  expect(status.readOnly).toMatch(/^the database is damaged \(.+\); nothing more is stored until a backup is restored$/)
  expect((await client.call('app.info', {})).store).toMatchObject({ state: 'read-only', error: status.readOnly })
  expect((await client.call('sources.page', {})).rows.length).toBeGreaterThan(10)
  expect((await client.call('messages.get', { ids: [1, 2] })).map(({ raw }) => raw.length > 100)).toEqual([true, true])
  const subject = { kind: 'source', address: (await client.call('sources.page', {})).rows[0]?.address ?? '' } as const
  expect((await client.call('report.build', { subject, format: 'csv' })).bytes.length).toBeGreaterThan(100)
  await expect(client.call('campaign.create', { name: 'New', note: '', sources: [] })).rejects.toMatchObject({
    code: 'read-only',
  })
  await expect(client.call('retention.run', {})).rejects.toMatchObject({ code: 'read-only' })
  const copied = await ended(await client.call('backup.start', {}))
  expect(copied).toMatchObject({ state: 'done' })
  expect(await ended(await client.call('data.verify', {}))).toMatchObject({ state: 'failed' })
  const file = backups[0]?.file ?? ''
  expect(await ended(await client.call('backup.drill', { file }))).toMatchObject({ state: 'done' })
  expect(() => restoreBackup(join(backupDirectory, file), directory)).toThrow(/already using/)
  await engine.close()

  const damaged = statSync(join(directory, 'console.db')).size
  const { before = '', events } = restoreBackup(join(backupDirectory, file), directory)
  expect(events).toBe(1800)
  expect(readdirSync(before)).toEqual(expect.arrayContaining(['console.db', 'damaged.json']))
  expect(statSync(join(before, 'console.db')).size).toBe(damaged)
  const again = await openFolder(directory)
  expect(await again.client.call('data.status', {})).toMatchObject({ events: 1800 })
  expect((await again.client.call('app.info', {})).store.state).toBe('ok')
  await again.client.call('campaign.create', { name: 'New', note: '', sources: [] })
})

test('restoring refuses what is no backup, and may be done again when it was interrupted', async () => {
  const directory = filledFolder(20)
  const [elsewhere, remove] = temporaryDirectory()
  atEnd(remove)
  const backup = join(elsewhere, 'backup.db')
  const { client, ended, engine } = await openFolder(directory)
  await ended(await client.call('backup.start', {}))
  const { backups, backupDirectory } = await client.call('data.status', {})
  copyFileSync(join(backupDirectory, backups[0]?.file ?? ''), backup)
  await engine.close()

  const other = join(elsewhere, 'other.db')
  expect(() => restoreBackup(join(elsewhere, 'nothing.db'), directory)).toThrow(/there is no file/)
  writeFileSync(other, 'this is no database at all, however long it may be'.repeat(100))
  expect(() => restoreBackup(other, directory)).toThrow(/is no backup: the database file is damaged/)
  copyFileSync(backup, other)
  flip(other, (database) => database.pragma('user_version = 999'))
  expect(() => restoreBackup(other, directory)).toThrow(/newer Honeynet Console/)
  expect(readdirSync(directory).filter((name) => name.startsWith('before-') || name.endsWith('restoring'))).toEqual([])

  // Killed when the backup was there in part.
  writeFileSync(join(directory, 'console.db.restoring'), 'half')
  expect(() => openStore({ directory })).toThrow(/did not come to its end; restore it again/)
  restoreBackup(backup, directory)
  const store = openStore({ directory })
  expect(await verifyStore(store.reader)).toEqual([])
  store.close()
  const fresh = join(elsewhere, 'fresh')
  mkdirSync(fresh)
  const told: number[] = []
  expect(restoreBackup(backup, fresh, (percent) => told.push(percent))).toEqual({ events: 120 })
  expect(told.at(-1)).toBe(100)
  expect(statSync(join(fresh, 'console.db')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(fresh, 'console.db')).equals(readFileSync(backup))).toBe(true)
  expect(existsSync(join(fresh, 'console.db'))).toBe(true)
})

test('a new database gives room back to the disk', () => {
  const [directory, remove] = temporaryDirectory()
  atEnd(remove)
  fill(directory, 300)
  const store = openStore({ directory })
  const { writer, reader } = store
  expect(reader.get('SELECT auto_vacuum AS mode FROM pragma_auto_vacuum')).toEqual({ mode: 2 })
  writer.run('DELETE FROM tally_minute')
  writer.run('DELETE FROM raw_block')
  const free = () => reader.get<{ n: number }>('SELECT freelist_count AS n FROM pragma_freelist_count')?.n ?? 0
  const before = free()
  expect(before).toBeGreaterThan(12)
  expect(store.reclaim(8)).toBe(8)
  expect(free()).toBe(before - 8)
  store.close()
})

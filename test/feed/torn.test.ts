import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createAuthor, proposalOf } from '../support/ledger-client.ts'
import { createHarness, type Harness } from '../support/ledger-harness.ts'

const ada = createAuthor()

function approve(feed: Harness, address: string): void {
  const id = randomUUID()
  feed.authority.admit(ada.intend('ban.proposed', id, proposalOf(address)))
  feed.authority.admit(ada.intend('ban.approved', id, {}))
}
const records = (feed: Harness) => feed.ledger.page(0, 500)
const listed = (feed: Harness) => feed.authority.list.snapshot().entries

/** The files of a feed as a power cut would leave them: not closed, the write-ahead log cut or spoilt somewhere. */
function copyTorn(from: string, cut: (log: string) => void): Harness {
  const directory = mkdtempSync(join(tmpdir(), 'feed-torn-'))
  for (const name of ['ledger.db', 'ledger.db-wal', 'feed.key']) copyFileSync(join(from, name), join(directory, name))
  cut(join(directory, 'ledger.db-wal'))
  return createHarness({ holdSeconds: 60 }, directory)
}

it('a publish that was torn at any of 50 places in its writing happened as a whole or not at all', () => {
  const feed = createHarness({ holdSeconds: 60 })
  feed.team(ada)
  for (let at = 0; at < 12; at += 1) approve(feed, `45.0.0.${at}`)
  const log = join(feed.directory, 'ledger.db-wal')
  const before = { length: readFileSync(log).length, records: records(feed) }
  feed.clock.pass(60_000)
  const after = { length: readFileSync(log).length, records: records(feed), list: listed(feed) }
  expect([before.records.length, after.records.length, after.list.length]).toEqual([38, 50, 12])
  const outcomes = { none: 0, all: 0 }
  for (let time = 0; time < 50; time += 1) {
    const place = before.length + Math.floor((time * (after.length - before.length)) / 49)
    const spoil = (path: string): void => {
      if (time % 2 === 0) return truncateSync(path, place)
      const bytes = readFileSync(path)
      writeFileSync(path, bytes.fill(0xa5, place, Math.min(bytes.length, place + 700)))
    }
    const torn = copyTorn(feed.directory, spoil)
    expect(torn.ledger.fault).toBeUndefined()
    expect(records(torn).slice(0, before.records.length)).toEqual(before.records)
    const happened = torn.ledger.records() === after.records.length
    outcomes[happened ? 'all' : 'none'] += 1
    expect(records(torn)).toEqual(happened ? after.records : before.records)
    expect(listed(torn)).toEqual(happened ? after.list : [])
    // It goes on where it was, and gives no ID to somebody else that it may have given before.
    torn.clock.pass(60_000)
    expect(listed(torn).map(({ address }) => address)).toEqual(after.list.map(({ address }) => address))
    torn.close()
    rmSync(torn.directory, { recursive: true, force: true })
  }
  expect(outcomes.none).toBeGreaterThan(0)
  expect(outcomes.all).toBeGreaterThan(0)
  feed.close()
})

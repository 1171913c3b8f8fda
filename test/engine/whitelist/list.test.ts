import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mostEntriesListed } from '../../../src/contract/console/whitelist.ts'
import { createReading, type Reading } from '../../../src/engine/readers/reading.ts'
import { outboxStore } from '../../../src/engine/store/outbox.ts'
import { findEntry, standingEntries } from '../../../src/engine/whitelist/entries.ts'
import { listEntries } from '../../../src/engine/whitelist/list.ts'
import { overlapsOf } from '../../../src/engine/whitelist/overlaps.ts'
import { previewWhitelist } from '../../../src/engine/whitelist/preview.ts'
import { testAddress } from '../../../src/engine/whitelist/verdict.ts'
import { createAuthor } from '../../support/ledger-client.ts'
import { place } from '../../support/readers.ts'
import { openTestStore } from '../../support/store.ts'
import { openMadeUpSystems } from '../../support/systems.ts'

/** What is listed, and what counts as a protection, when there are many entries and some were refused. */
const now = 1_800_000_000_000
const open = openTestStore(0)
const { writer, reader } = open.store
const outbox = outboxStore(writer)
const ada = createAuthor()
const systems = openMadeUpSystems()
const reading = (): Reading => createReading({ place, reader, live: {}, systems, now: () => now })
const list = (search = '') => listEntries(reading(), now, search)
const ended = mostEntriesListed + 20
afterAll(() => open.stop())

function ask(value: string): { readonly id: string; readonly intent: string } {
  const id = randomUUID()
  const signed = ada.intend('whitelist.added', id, { value, reason: 'ours', expiresAt: now + 1000 })
  outbox.add(signed)
  return { id, intent: signed.intent.id }
}

beforeAll(() => {
  writer.run('PRAGMA synchronous = OFF')
  writer.run(
    "INSERT INTO ledger_record (seq, intent, subject, kind, hash, record) VALUES (1, 'i', 's', 'test', '', '{}')",
  )
  const sql = 'INSERT INTO whitelist_entry (id, value, state, added, life) VALUES (?, ?, ?, 1, ?)'
  const put = (id: string, value: string, state: string, reason = 'test', expiresAt = now + 1): void => {
    const addition = { value, reason, expiresAt }
    writer.run(sql, id, value, state, JSON.stringify({ id, addition, owner: 'x', addedAt: 0, state }))
  }
  writer.transaction(() => {
    put('standing', '45.77.0.0/16', 'active')
    put('over', '45.76.0.1', 'active', 'test', now - 1)
    for (let at = 0; at < ended; at += 1) put(`e${at}`, `45.80.${at >> 8}.${at & 255}`, 'removed', `the old lab ${at}`)
  })
})

it('never lets what ended push out what is in force, and says how many there are', () => {
  const { entries, found, active } = list()
  expect([entries.length, found, active]).toEqual([mostEntriesListed, ended + 2, 1])
  expect(
    entries
      .slice(0, 2)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['over', 'standing'])
})

it('finds an entry by an address in it and by its words, however many there are', () => {
  expect(list('45.77.9.9').entries.map(({ id }) => id)).toEqual(['standing'])
  expect(list('45.80.0.1').entries.map(({ id }) => id)).toContain('e1')
  expect(list('Old Lab 5019')).toMatchObject({ found: 1, active: 1, entries: [{ id: 'e5019' }] })
  expect(list('.*')).toMatchObject({ found: 0, entries: [] })
})

it('takes nothing that the feed refused for a protection', () => {
  const { id, intent } = ask('45.90.1.0/24')
  const shows = () => ({
    standing: standingEntries(reading(), now).some((entry) => entry.id === id),
    around: previewWhitelist({ value: '45.90.1.7', match: 'network', mode: 'block' }, reading()).overlapping,
    tested: testAddress('45.90.1.7', reading()).entries.length,
    pairs: overlapsOf(reading()).pairCount,
  })
  const inside = ask('45.90.1.7')
  expect(shows()).toEqual({ standing: true, around: 2, tested: 2, pairs: 1 })
  expect(findEntry(reading(), id, now)?.state).toBe('queued')
  outbox.refuse(intent, 'forbidden', 'this needs the role approver')
  expect(shows()).toEqual({ standing: false, around: 1, tested: 1, pairs: 0 })
  expect(list().entries.find((entry) => entry.id === id)).toMatchObject({
    ...{ state: 'refused', error: 'this needs the role approver' },
  })
  outbox.refuse(inside.intent, 'forbidden', 'this needs the role approver')
  expect(shows()).toEqual({ standing: false, around: 0, tested: 0, pairs: 0 })
})

it('names what covers all of an entry before what covers parts of it', () => {
  for (let at = 0; at < 120; at += 1) ask(`45.91.0.${at}`)
  ask('45.88.0.0/13')
  ask('45.91.0.0/24')
  const { overlaps, overlapping } = previewWhitelist(
    { value: '45.91.0.0/24', match: 'network', mode: 'block' },
    reading(),
  )
  expect(overlapping).toBe(122)
  expect(overlaps.map(({ value }) => value).slice(0, 3)).toEqual(['45.91.0.0/24', '45.88.0.0/13', '45.91.0.0'])
})

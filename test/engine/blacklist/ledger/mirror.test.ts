import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMirror, verifyStored } from '../../../../src/engine/blacklist/ledger/mirror.ts'
import { switchFeed } from '../../../../src/engine/store/feeds.ts'
import { ledgerMirrorStore } from '../../../../src/engine/store/ledger-mirror.ts'
import { intent as intentShape, type RecordBody, type RecordKind } from '../../../../src/contract/ledger/intent.ts'
import { chainedText, noPrevious, signedText, type LedgerRecord } from '../../../../src/contract/ledger/record.ts'
import { listBans } from '../../../../src/engine/blacklist/bans/list.ts'
import { wholeBansOf } from '../../../../src/engine/blacklist/bans/whole.ts'
import { createReading } from '../../../../src/engine/readers/reading.ts'
import { proposalOf as fullProposal } from '../../../support/ledger-client.ts'
import { place } from '../../../support/readers.ts'
import { openMadeUpSystems } from '../../../support/systems.ts'
import { openTestStore, type TestStore } from '../../../support/store.ts'

function author() {
  const pair = generateKeyPairSync('ed25519')
  return { key: pair.publicKey.export({ format: 'jwk' }).x!, secret: pair.privateKey }
}
type Author = ReturnType<typeof author>

function record<Kind extends RecordKind>(
  by: Author,
  after: LedgerRecord | undefined,
  [kind, subject, body]: readonly [Kind, string, RecordBody<Kind>],
): LedgerRecord {
  const intent = intentShape.parse({ version: 1, id: randomUUID(), time: 1, author: by.key, kind, subject, body })
  const signature = sign(null, Buffer.from(signedText(intent)), by.secret).toString('base64url')
  const chained = { intent, signature, seq: (after?.seq ?? 0) + 1, recordedAt: 5, previous: after?.hash ?? noPrevious }
  return { ...chained, hash: createHash('sha256').update(chainedText(chained)).digest('hex') }
}

let open: TestStore
const feed = author()
const analyst = author()
beforeEach(() => (open = openTestStore(0)))
afterEach(() => open.stop())

const enrolled = record(feed, undefined, ['analyst.enrolled', analyst.key, { name: 'ada', roles: ['analyst'] }])
const added = record(analyst, enrolled, [
  'whitelist.added',
  'w1',
  { value: '198.51.100.0/24', reason: 'lab', expiresAt: 9 },
])

const proposalOf = (address: string) => fullProposal(address, { evidence: [] })

function met() {
  const store = ledgerMirrorStore(open.store.writer)
  const mirror = createMirror(store)
  mirror.meet(feed.key, 2)
  return { store, mirror }
}

test('records are taken once, in order, and verified', async () => {
  const { store, mirror } = met()
  expect(mirror.take(enrolled)).toBe(enrolled)
  expect(mirror.take(added)).toBe(added)
  expect(mirror.take(added)).toBeUndefined()
  expect(store.activeEntries()).toMatchObject([{ id: 'w1', addition: { value: '198.51.100.0/24' } }])
  expect(await verifyStored(store, new AbortController().signal)).toBeUndefined()
  expect(() => open.store.writer.run("UPDATE ledger_record SET kind = 'x'")).toThrow('immutable')
  expect(() => open.store.writer.run('DELETE FROM ledger_record')).toThrow('immutable')
})

test('verification tells how far it is, and names the record that was changed in the file', async () => {
  const { store, mirror } = met()
  mirror.take(enrolled)
  mirror.take(added)
  const told: number[] = []
  const { signal } = new AbortController()
  expect(await verifyStored(store, signal, (seq) => told.push(seq))).toBeUndefined()
  expect(told).toEqual([2])
  const changed = JSON.stringify({ ...added, recordedAt: added.recordedAt + 1 })
  open.store.writer.run('DROP TRIGGER ledger_record_keeps')
  open.store.writer.run('UPDATE ledger_record SET record = ? WHERE seq = 2', changed)
  expect(await verifyStored(store, signal)).toMatch(/damaged at record 2: its hash does not fit/)
  expect(await verifyStored(store, AbortSignal.abort())).toBeUndefined()
})

test.each<[string, () => LedgerRecord, RegExp]>([
  ['a hole', () => ({ ...added, seq: 3 }), /was due/],
  [
    'another chain',
    () => record(analyst, { ...enrolled, hash: 'f'.repeat(64) }, ['whitelist.removed', 'w', { reason: 'why' }]),
    /follow/,
  ],
  ['a changed body', () => ({ ...added, recordedAt: 6 }), /hash/],
  [
    'a forged signature',
    () => record({ ...analyst, secret: feed.secret }, enrolled, ['whitelist.removed', 'w', { reason: 'why' }]),
    /signature/,
  ],
  ['a stranger', () => record(author(), enrolled, ['whitelist.removed', 'w', { reason: 'why' }]), /enrolled/],
  [
    'an analyst who speaks for the feed',
    () => record(analyst, enrolled, ['policy.changed', 'policy', { solo: true, holdSeconds: 0 }]),
    /only the feed/,
  ],
  [
    'a step that is not allowed',
    () => record(analyst, enrolled, ['ban.revoked', 'b', { reason: 'why' }]),
    /not allowed/,
  ],
])('%s is refused and nothing is stored', (_name, make, why) => {
  const { mirror } = met()
  mirror.take(enrolled)
  expect(() => mirror.take(make())).toThrow(why)
  expect(mirror.cursor()).toBe(1)
})

test('another feed, a shortened and a rewritten ledger are refused', () => {
  const { mirror } = met()
  mirror.take(enrolled)
  expect(() => mirror.meet(analyst.key, 1)).toThrow('another feed')
  expect(() => mirror.meet(feed.key, 0)).toThrow('has seen 1')
  expect(() => mirror.take({ ...enrolled, hash: 'e'.repeat(64) })).toThrow('not the one')
})

test('the parts of a split range are bans of their own, with the steps of the range in front', () => {
  const { store, mirror } = met()
  let last = enrolled
  mirror.take(enrolled)
  const next = <Kind extends RecordKind>(by: Author, kind: Kind, body: RecordBody<Kind>) => {
    last = record(by, last, [kind, 'range', body])
    mirror.take(last)
  }
  next(analyst, 'ban.proposed', proposalOf('8.8.8.0/30'))
  next(analyst, 'ban.approved', {})
  next(feed, 'ban.held', { until: 5, solo: true })
  next(feed, 'ban.published', { listId: '2000', expiresAt: 99 })
  const parts = ['8.8.8.0', '8.8.8.2/31'].map((address, at) => ({
    ban: randomUUID(),
    address,
    listId: String(2001 + at),
  }))
  next(feed, 'ban.split', { reason: 'whitelisted', into: parts })
  expect(store.ban('range')).toMatchObject({ state: 'revoked', splitInto: parts.map(({ ban }) => ban) })
  expect(
    store
      .bans({ states: ['published'] })
      .map(({ proposal }) => proposal.address)
      .toSorted(),
  ).toEqual(parts.map(({ address }) => address))
  const part = store.ban(parts[0]?.ban ?? '') ?? expect.fail()
  expect(part).toMatchObject({ listId: '2001', expiresAt: 99, parent: 'range', proposer: analyst.key })
  const reading = createReading({ place, reader: open.store.reader, live: {}, systems: openMadeUpSystems() })
  const row = wholeBansOf(reading, [part.proposal.address])[0] ?? expect.fail()
  expect(row.steps.map(({ kind }) => kind)).toEqual([
    'ban.proposed',
    'ban.approved',
    'ban.held',
    'ban.published',
    'ban.split',
  ])
  expect(row.proposedAt).toBe(5)
  expect(listBans(reading, { address: row.address })).toMatchObject([{ id: row.id, proposedAt: 5 }])
})

test('the copy of one feed is set aside for that of another, whole, and comes back as it was', async () => {
  const { store, mirror } = met()
  mirror.take(enrolled)
  mirror.take(added)
  const { writer } = open.store
  const before = JSON.stringify([store.page(0), store.entries(), store.analystName(analyst.key)])
  const other = author()
  switchFeed(writer, other.key)
  expect([store.feedKey(), store.end(), store.entries(), store.analystName(analyst.key)]).toEqual([
    other.key,
    undefined,
    [],
    undefined,
  ])
  const theirs = record(other, undefined, ['analyst.enrolled', analyst.key, { name: 'adele', roles: ['analyst'] }])
  createMirror(store).take(theirs)
  switchFeed(writer, other.key)
  expect(store.end()?.hash).toBe(theirs.hash)
  expect(() => writer.run('DELETE FROM ledger_record')).toThrow('immutable')
  expect(() => writer.run('DELETE FROM ledger_aside')).toThrow('immutable')

  switchFeed(writer, feed.key)
  expect(JSON.stringify([store.page(0), store.entries(), store.analystName(analyst.key)])).toBe(before)
  expect(await verifyStored(store, new AbortController().signal)).toBeUndefined()
  // Records that stand aside as well are still no less protected from anything but a switch that keeps them.
  const more = record(analyst, added, ['whitelist.removed', 'w1', { reason: 'done' }])
  createMirror(store).take(more)
  switchFeed(writer, undefined)
  expect(store.feedKey()).toBeUndefined()
  switchFeed(writer, feed.key)
  expect(store.end()?.hash).toBe(more.hash)
  expect(store.activeEntries()).toEqual([])
})

import Database from 'better-sqlite3'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { consoleContract, type ConsoleCalls } from '../../../src/contract/console/index.ts'
import type { ParamsOf } from '../../../src/contract/rpc/table.ts'
import { readHandlers, type ReadCall } from '../../../src/engine/read-handlers.ts'
import { createReading } from '../../../src/engine/readers/reading.ts'
import { openReadOnly } from '../../../src/engine/store/read-only.ts'
import { sourcesDue } from '../../../src/engine/store/verdicts.ts'
import { createAuthor } from '../../support/ledger-client.ts'
import { place } from '../../support/readers.ts'
import { connected, request, startTriage, type Triage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const [caller, scanner, listed] = ['203.0.113.2', '203.0.113.1', '203.0.113.9']
const range = { from: start / 1000 - 60_000, to: start / 1000 + 3_600_000 }
const guess =
  'Authorization: Digest username="101",realm="pbx",nonce="1",uri="sip:192.0.2.250",response="0123456789abcdef0123456789abcdef"'
let open: Triage
let campaign: number
let hunt: number
let entry: string
let ban: string

beforeAll(async () => {
  const events = [
    request({ source: scanner, at: start, method: 'OPTIONS', user: '100' }),
    ...[0, 1, 2].map((at) => request({ source: caller, at: start + at * 1_000_000, user: `900${at}46850780296` })),
    ...[0, 1].map((at) => request({ source: listed, at: start + at, method: 'REGISTER', headers: [guess] })),
  ]
  open = await startTriage(events)
  const { client } = open
  await connected(client)
  campaign = (await client.call('campaign.create', { name: 'callers', sources: [caller, scanner] })).id
  await client.call('view.save', { name: 'callers of one number', filter: 'num:46850780296', tab: 'sources' })
  await client.call('filters.used', { filter: 'class:toll-fraud country:SE' })
  await client.call('labels.change', { sources: [caller, scanner], add: ['research-network', 'known'] })
  hunt = (await client.call('hunt.start', { query: { filter: 'raw:"46850780296"' } })).id
  await until('the hunt is through', async () => (await client.call('hunts.list', {}))[0]?.state === 'done')
  leaveRefusedTag(open.directory)
  leaveSuggestion(open.directory)
  entry = (await client.call('whitelist.add', { value: listed, reason: 'ours', duration: 3_600_000 })).id
  const { suggestedReason: reason, suggestedDuration: duration } = await client.call('ban.draft', { address: caller })
  ban = (await client.call('ban.propose', { address: caller, reason, duration })).id
  await until('the ban is recorded', async () => (await client.call('bans.list', {}))[0]?.state === 'proposed')
  await client.call('ban.approve', { id: ban })
  await until('it is published', async () => (await client.call('bans.list', {}))[0]?.state === 'published')
})
afterAll(() => open.stop())

/** As the feed leaves behind what it refuses when nobody waits to hear it. */
function leaveRefusedTag(directory: string): void {
  const { intent, signature } = createAuthor().intend('label.changed', 'refused', {
    ...{ add: ['late'], remove: [], sources: [caller] },
  })
  const database = new Database(join(directory, 'console.db'))
  database
    .prepare(
      "INSERT INTO outbox (intent, subject, kind, signed, state, error) VALUES (?, ?, ?, ?, 'refused', 'no role')",
    )
    .run(intent.id, intent.subject, intent.kind, JSON.stringify({ intent, signature }))
  database.close()
}

function leaveSuggestion(directory: string): void {
  const told = { evidence: [], strength: 1, signature: [], campaigns: [campaign] }
  const database = new Database(join(directory, 'console.db'))
  database
    .prepare('INSERT INTO suggestion (sources, told) VALUES (?, ?)')
    .run(JSON.stringify([caller, scanner]), JSON.stringify(told))
  database.close()
}

const subject = { kind: 'source', address: '203.0.113.2' } as const

const query = { filter: 'method:INVITE' }

/** Each reading call with something to find: the compiler wants one for a call that is new. */
const asked = (): { readonly [Name in ReadCall]: ParamsOf<ConsoleCalls[Name]> } => ({
  'source.profile': { address: caller },
  'source.similar': { address: caller },
  'source.timeline': { address: caller },
  'source.guesses': { address: listed, limit: 50 },
  'sources.page': { limit: 50 },
  'search.quick': { text: '203.0' },
  'live.rate': { range },
  'live.totals': { range },
  'live.attackers': { range, limit: 10 },
  'live.origins': { range },
  'events.page': { limit: 50 },
  'dialogs.page': { limit: 50 },
  'dialog.get': { id: 1 },
  'messages.get': { ids: [1, 2] },
  'messages.first': { dialogs: [1, 2] },
  'bans.list': {},
  'bans.counts': {},
  'ban.get': { id: ban },
  'ban.extensionDraft': { id: ban },
  'bans.expiries': { zone: 'Europe/Berlin' },
  'ledger.records': { part: 'ban' },
  'bans.diff': { act: 'revoke', ids: [ban] },
  'ban.draft': { address: scanner },
  'bans.again': {},
  'bans.escalations': {},
  'ban.drafts': { addresses: [scanner, listed] },
  'ban.check': { addresses: [scanner, caller, listed, 'nobody'] },
  'whitelist.list': {},
  'whitelist.preview': { value: '203.0.113.0/24' },
  'whitelist.covered': { ids: [entry] },
  'whitelist.overlaps': {},
  'whitelist.test': { address: listed },
  'whitelist.bundled': {},
  'whitelist.bundledEntries': { list: 'reserved' },
  'campaigns.list': {},
  'campaigns.suggestions': { limit: 50 },
  'campaigns.suggested': { id: 1 },
  'campaign.get': { id: campaign },
  'campaign.anatomy': { id: campaign },
  'inbox.sources': {},
  'inbox.decisions': {},
  'inbox.count': {},
  'hunt.hits': { id: hunt },
  'explore.check': { query },
  'explore.histogram': { query },
  'explore.facets': { query },
  'explore.complete': { query: { filter: 'method:' }, at: 7 },
  'explore.messages': { query },
  'explore.dialogs': { query },
  'explore.sources': { query },
  'explore.numbers': { query },
  'explore.fingerprints': { query },
  'explore.addresses': { query: { filter: '' } },
  'views.list': {},
  'filters.history': {},
  'labels.list': {},
  'tags.refused': {},
  'labels.of': { address: caller },
  'data.status': {},
  'retention.preview': { retention: { raw: 1, events: 1, rollups: 1, entities: 1, budget: null } },
  'report.preview': { subject },
  'report.build': { subject, format: 'csv' },
})

test('threads answer every reading call as its handler does where it is called', async () => {
  const { client, directory } = open
  const { solo, holdSeconds } = await client.call('feed.status', {})
  const store = openReadOnly(join(directory, 'console.db'))
  const { reader } = store
  await until('all verdicts are kept', () => sourcesDue(reader, 0, 1).length === 0)
  const live = { feed: { solo, holdSeconds, demo: true, bundled: [] } }
  const reading = createReading({ place: { ...place, directory, analyst: userInfo().username }, reader, live })
  const direct = readHandlers(reading) as unknown as Record<string, (params: unknown) => unknown>
  for (const [name, params] of Object.entries(asked()) as [ReadCall, never][]) {
    const parsed = consoleContract.calls[name].params.parse(params)
    const [theirs, ours] = [await client.call(name, params), await direct[name]?.(parsed)]
    expect(timeless(theirs), name).toEqual(timeless(ours))
    expect(JSON.stringify(ours).length, `${name} found something`).toBeGreaterThan(20)
  }
  store.close()
})

/** Without the time that it is, at which a report was made, or that counting took; and a Buffer crosses as plain bytes. */
function timeless(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('clock' in value) return structuredClone({ ...value, clock: { ...(value.clock as object), now: 0 } })
  if ('cover' in value) return structuredClone({ ...value, cover: [], generatedAt: 0 })
  return structuredClone('hits' in value ? { ...value, hits: { ...(value.hits as object), milliseconds: 0 } } : value)
}

test('what a handler refuses is refused in the same words', async () => {
  const { client } = open
  await expect(client.call('source.profile', { address: '198.51.100.7' })).rejects.toMatchObject({
    code: 'not-found',
    message: 'nothing was received from 198.51.100.7',
  })
  await expect(client.call('ban.draft', { address: 'nonsense' })).rejects.toMatchObject({ code: 'bad-request' })
})

test('a call that its page cancels is over, and its engine answers on', async () => {
  const { client } = open
  const abort = new AbortController()
  const report = client.call('report.build', { subject, format: 'pdf' }, { signal: abort.signal })
  abort.abort()
  await expect(report).rejects.toMatchObject({ code: 'cancelled' })
  expect((await client.call('report.build', { subject, format: 'pdf' })).bytes.length).toBeGreaterThan(1_000)
})

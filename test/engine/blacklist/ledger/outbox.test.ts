import { afterEach, expect, test } from 'vitest'
import type { LedgerRecord } from '../../../../src/contract/ledger/record.ts'
import type { SignedIntent } from '../../../../src/contract/ledger/intent.ts'
import { FeedRefusal, FeedUnreachable } from '../../../../src/engine/blacklist/feed/http.ts'
import { createOutbox, type Outcome } from '../../../../src/engine/blacklist/ledger/outbox.ts'
import { openStore } from '../../../../src/engine/store/open.ts'
import { outboxStore } from '../../../../src/engine/store/outbox.ts'
import { temporaryDirectory } from '../../../support/engine.ts'
import { createAuthor, proposalOf } from '../../../support/ledger-client.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

/** An outbox over a real store, and a feed whose word on each intent the test decides. */
function openOutbox(answer: (signed: SignedIntent) => Promise<void>) {
  const [directory, remove] = temporaryDirectory()
  const opened = openStore({ directory })
  const store = outboxStore(opened.writer)
  const sent: string[] = []
  const deliver = async (signed: SignedIntent): Promise<LedgerRecord> => {
    await answer(signed)
    sent.push(signed.intent.id)
    store.remove(signed.intent.id)
    return { ...signed, seq: 1, recordedAt: 0, previous: '', hash: '' }
  }
  const failures: unknown[] = []
  const outbox = createOutbox({
    ...{ store, deliver, changed: () => undefined, patience: 60_000 },
    onFailure: (error) => failures.push(error),
  })
  stops.push(
    remove,
    () => opened.close(),
    () => outbox.close(),
  )
  return { store, outbox, sent, failures }
}

const ada = createAuthor()
const proposals = (count: number): readonly SignedIntent[] =>
  Array.from({ length: count }, (_, at) =>
    ada.intend('ban.proposed', `ban-${at}`, proposalOf(`8.8.${at}.8`, { bulk: Math.max(2, count) })),
  )
const never = new AbortController().signal
const ignore = (): void => undefined

test('what somebody waits for overtakes a bulk, but nothing that was said of the same ban before', async () => {
  const gate = Promise.withResolvers<void>()
  const { store, outbox, sent } = openOutbox(() => gate.promise)
  const many = proposals(5)
  many.forEach((each) => store.add(each))
  const running = outbox.postMany(many, ignore, never)
  const [revoke, withdraw] = [
    ada.intend('ban.revoked', 'other', { reason: 'a customer' }),
    ada.intend('ban.withdrawn', 'ban-4', { reason: '' }),
  ]
  store.add(revoke)
  store.add(withdraw)
  const asked = [outbox.post(withdraw), outbox.post(revoke)]
  gate.resolve()
  expect(await running).toBe(0)
  expect(await Promise.all(asked)).toEqual([{ kind: 'recorded' }, { kind: 'recorded' }])
  const ids = many.map(({ intent }) => intent.id)
  expect(sent.indexOf(revoke.intent.id)).toBeLessThan(sent.indexOf(ids[4] ?? ''))
  expect(sent.indexOf(withdraw.intent.id)).toBeGreaterThan(sent.indexOf(ids[4] ?? ''))
  expect(store.all()).toEqual([])
})

test('of an act that is stopped only what is under way is sent still, and the rest is told of to nobody', async () => {
  const stop = new AbortController()
  const { store, outbox, sent } = openOutbox(() => {
    if (sent.length === 2) stop.abort()
    return Promise.resolve()
  })
  const many = proposals(6)
  many.forEach((each) => store.add(each))
  const told: string[] = []
  expect(await outbox.postMany(many, ({ intent }) => told.push(intent.id), stop.signal)).toBe(0)
  expect(sent).toEqual(many.slice(0, 3).map(({ intent }) => intent.id))
  expect(told).toEqual(sent)
  expect(store.all()).toEqual([])
})

test('while the feed is away an act waits as a whole, and what it refuses is told with its reason', async () => {
  let away = true
  const { store, outbox } = openOutbox(({ intent: { subject } }) => {
    if (away) return Promise.reject(new FeedUnreachable('away'))
    return subject === 'ban-1' ? Promise.reject(new FeedRefusal('duplicate', 'banned already')) : Promise.resolve()
  })
  const many = proposals(3)
  many.forEach((each) => store.add(each))
  expect(await outbox.postMany(many, ignore, never)).toBe(3)
  expect(store.waiting()).toBe(3)
  away = false
  const outcomes: Outcome['kind'][] = []
  expect(await outbox.postMany(many, (_, { kind }) => outcomes.push(kind), never)).toBe(0)
  expect(outcomes).toEqual(['recorded', 'refused', 'recorded'])
  expect(store.all()).toEqual([])
})

test('a refusal of what the console did by itself leaves nothing behind; that of a person waits to be read', async () => {
  const { store, outbox } = openOutbox(() =>
    Promise.reject(new FeedRefusal('wrong-state', 'an extension is proposed already')),
  )
  const [mine] = proposals(1)
  const automatic = ada.intend('ban.extension-proposed', 'ban-9', {
    ...{ reason: 'attacked again', duration: 3_600_000, evidence: [], automatic: true },
    counts: { messages: 1, dialogs: 1, sensors: 1 },
  })
  store.add(automatic)
  if (mine) store.add(mine)
  await outbox.flush()
  expect(store.all().map(({ signed, state }) => [signed.intent.subject, state])).toEqual([['ban-0', 'refused']])
})

test('what is refused within an act is in the store until its end: a console that is killed meanwhile has told nobody', async () => {
  const [passed, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const { store, outbox, failures } = openOutbox(async ({ intent: { subject } }) => {
    if (subject === 'ban-2') passed.resolve()
    if (subject === 'ban-2') await gate.promise
    else throw new FeedRefusal('whitelisted', `${subject} is on the whitelist`)
  })
  const many = proposals(3)
  many.forEach((each) => store.add(each))
  const told: string[] = []
  const running = outbox.postMany(many, ({ intent }, { kind }) => told.push(`${intent.subject} ${kind}`), never)
  await passed.promise
  expect(told).toEqual(['ban-0 refused', 'ban-1 refused'])
  expect(store.all().map(({ state, error }) => error ?? state)).toEqual([
    'ban-0 is on the whitelist',
    'ban-1 is on the whitelist',
    'waiting',
  ])
  gate.resolve()
  expect(await running).toBe(0)
  expect(store.all()).toEqual([])
  expect(failures).toEqual([])
})

test('where the feed goes away within an act, its refusals stay with what waits', async () => {
  const { store, outbox } = openOutbox(({ intent: { subject } }) =>
    Promise.reject(subject === 'ban-0' ? new FeedRefusal('duplicate', 'banned already') : new FeedUnreachable('away')),
  )
  const many = proposals(2)
  many.forEach((each) => store.add(each))
  expect(await outbox.postMany(many, ignore, never)).toBe(1)
  expect(store.all().map(({ state }) => state)).toEqual(['refused', 'waiting'])
})

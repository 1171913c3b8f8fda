import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openStore } from '../../src/engine/store/open.ts'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { recount } from '../support/recount.ts'
import { temporaryDirectory } from '../support/engine.ts'
import { runFeed } from '../support/feed-process.ts'
import { randomFrom } from '../support/sip-events.ts'
import { until } from '../support/until.ts'
import { startAnalyst, type Acknowledged } from './analyst.ts'
import { startSipLoad, type SipLoad } from './sip-load.ts'
import { readLedger, readStore } from './stored.ts'
import { startSystem, type Part, type System } from './system.ts'

/** Another run of the same rounds: `CRASH_SEED=… npm test -- test/system/crash.real.test.ts` */
const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000)
const random = randomFrom(seed)

test(`20 kills -9 of sensor, console and feed under load lose and double nothing (seed ${seed})`, async () => {
  console.log(`seed ${seed}`)
  const [directory, remove] = temporaryDirectory()
  const generous = { perSourcePerSecond: 100_000, totalPerSecond: 1_000_000 }
  const system = await startSystem(directory, { sensor: { answers: generous } })
  const load = await startSipLoad(system.sensor.port('udp'), 300, 'crash')
  const analyst = startAnalyst(system.client)
  for (const victim of victims(20)) {
    await sleep(100 + random() * 1000)
    await system.kill(victim)
    analyst.use(system.client)
  }
  await until(
    'some of every action are done',
    () => everyKind(analyst.acknowledged).every(({ size }) => size >= 3),
    120,
  )
  await analyst.stop()
  await load.stop()
  await drained(system)
  await system.stop()

  expect(analyst.troubles).toEqual([])
  expectMessages(system.data, load)
  expectAggregates(system.data)
  expectActions(readLedger(system.data), analyst.acknowledged)
  await expectLedger(system.data)
  remove()
}, 600_000)

/** Each part about equally often, in random order. */
function victims(count: number): readonly Part[] {
  const parts: readonly Part[] = ['sensor', 'console', 'feed']
  const dealt = Array.from({ length: count }, (_, at) => parts[at % parts.length] ?? 'sensor')
  return dealt
    .map((part) => ({ part, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ part }) => part)
}

/** Nothing is on its way any more: the sensor's spool and the console's outbox are empty. */
async function drained(system: System): Promise<void> {
  const health = async (): Promise<{ spoolWaiting: number }> =>
    (await (await fetch(`${system.sensor.health}/healthz`)).json()) as { spoolWaiting: number }
  await until('the console has stored all', async () => (await health()).spoolWaiting === 0, 120)
  const settled = async (): Promise<boolean> => {
    const { state, waiting, ledger } = await system.client.call('feed.status', {})
    return state === 'connected' && waiting === 0 && ledger.records === readLedger(system.data).length
  }
  await until('the feed has recorded all', settled, 120)
}

function expectMessages(data: string, { sent, answered }: SipLoad): void {
  const { received, missing, lost } = readStore(data)
  expect(answered.size).toBeGreaterThan(1000)
  expect([...answered].filter((callId) => !received.has(callId))).toEqual([])
  expect([...received].filter(([, copies]) => copies.length !== 1).map(([callId]) => callId)).toEqual([])
  const altered = [...received].filter(([callId, [bytes]]) => !sent.get(callId)?.equals(bytes ?? Buffer.alloc(0)))
  expect(altered.map(([callId]) => callId)).toEqual([])
  // The machine did not fail, only programs did: whatever was numbered was written, so not even a gap is excused.
  expect({ missing, lost }).toEqual({ missing: 0, lost: 0 })
}

function expectAggregates(data: string): void {
  const store = openStore({ directory: data })
  const { kept, counted } = recount(store)
  store.close()
  expect(kept).toEqual(counted)
}

function expectActions(records: readonly LedgerRecord[], told: Acknowledged): void {
  const times = new Map<string, number>()
  for (const { intent } of records) {
    const action = `${intent.kind} ${intent.subject} ${addressIn(intent)}`
    times.set(action, (times.get(action) ?? 0) + 1)
  }
  const due = [
    ...[...told.proposed].map(([id, address]) => `ban.proposed ${id} ${address}`),
    ...[...told.whitelisted].map(([id, value]) => `whitelist.added ${id} ${value}`),
    ...[...told.approved].map((id) => `ban.approved ${id} `),
    ...[...told.revoked].map((id) => `ban.revoked ${id} `),
    ...[...told.removed].map((id) => `whitelist.removed ${id} `),
  ]
  expect(due.filter((action) => times.get(action) !== 1)).toEqual([])
  // Also what nobody was told of happened at most once.
  const addresses = records.map(({ intent }) => addressIn(intent)).filter((address) => address !== '')
  expect(addresses.length).toBe(new Set(addresses).size)
}

const everyKind = ({ proposed, whitelisted, approved, revoked, removed }: Acknowledged) => [
  proposed,
  whitelisted,
  approved,
  revoked,
  removed,
]

function addressIn(intent: LedgerRecord['intent']): string {
  if (intent.kind === 'ban.proposed') return intent.body.address
  return intent.kind === 'whitelist.added' ? intent.body.value : ''
}

async function expectLedger(data: string): Promise<void> {
  const records = readLedger(data)
  expect(readStore(data).mirror).toEqual(records.map(({ hash }) => hash))
  const ids = records.flatMap(({ intent }) => (intent.kind === 'ban.published' ? [Number(intent.body.listId)] : []))
  expect(ids.length).toBeGreaterThan(10)
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  const { code, out } = await runFeed('--config', join(data, 'feed', 'feed.yaml'), '--verify')
  expect([code, JSON.parse(out)]).toMatchObject([0, { verified: true, records: records.length }])
}

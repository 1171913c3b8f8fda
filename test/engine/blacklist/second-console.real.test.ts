import { randomBytes, randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { newCode, normalCode } from '../../../src/contract/ledger/invitation.ts'
import { RpcError } from '../../../src/contract/rpc/error.ts'
import { createBlacklist, type Blacklist } from '../../../src/engine/blacklist/blacklist.ts'
import { loadIdentity } from '../../../src/engine/blacklist/feed/load-identity.ts'
import { openForReading } from '../../../src/feed/ledger/database.ts'
import { consoleRows } from '../../../src/feed/ledger/consoles.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { startFeed } from '../../support/feed-process.ts'
import { hashOf, hour, proposalOf } from '../../support/ledger-client.ts'
import { until } from '../../support/until.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function openConsole(sensor?: string): Promise<Blacklist> {
  const [directory, remove] = temporaryDirectory()
  const store = openStore({ directory })
  if (sensor !== undefined) store.writer.run('INSERT INTO listener (address, port) VALUES (?, 5060)', sensor)
  const blacklist = createBlacklist({
    ...{ store, log: pino({ level: 'silent' }), now: Date.now, publish: () => undefined },
    identity: await loadIdentity(directory),
  })
  stops.push(
    remove,
    () => store.close(),
    () => blacklist.close(),
  )
  return blacklist
}

const comes = (blacklist: Blacklist, state: 'connected' | 'refused') =>
  until(`it is ${state}`, () => blacklist.client.state().state === state)
const sees = (blacklist: Blacklist, id: string, state: string) =>
  until(`the ban is ${state}`, () => blacklist.ledger.ban(id)?.state === state)

/** What became of an action, however long the feed took: `recorded`, or the refusal's code. */
async function outcome(blacklist: Blacklist, ...[kind, subject, body]: Parameters<Blacklist['act']>): Promise<string> {
  try {
    await blacklist.act(kind, subject, body)
  } catch (error) {
    if (error instanceof RpcError && error.reason !== undefined) return error.reason
    throw error
  }
  const word = await until('the feed has spoken', () => {
    const items = blacklist.queue.all().filter(({ signed }) => signed.intent.subject === subject)
    return items.some(({ state }) => state === 'waiting') ? undefined : (items[0]?.code ?? 'recorded')
  })
  blacklist.queue.discard(subject)
  return word
}

test('a second console comes in by code and fingerprint; then two pairs of eyes ban, each seeing the other', async () => {
  const feed = await startFeed({ solo: false })
  stops.push(() => feed.stop())
  const [ada, bob] = [await openConsole(), await openConsole()]
  ada.useFeed(feed)
  await comes(ada, 'connected')
  bob.useFeed(feed)
  await comes(bob, 'refused')
  expect(bob.client.state().error).toContain('invitation code')

  const code = newCode(randomBytes)
  const invitation = { codeHash: hashOf(normalCode(code)), name: 'Bob', expiresAt: Date.now() + hour }
  expect(await outcome(ada, 'analyst.invited', randomUUID(), { ...invitation, roles: ['approver'] })).toBe('recorded')
  bob.useFeed({ ...feed, code: code.toLowerCase() })
  await comes(bob, 'connected')
  await until('Ada sees the newcomer', () => ada.ledger.analystName(bob.identity.key) === 'Bob')
  const id = randomUUID()
  await ada.act('ban.proposed', id, proposalOf('8.8.8.8', { evidence: [] }))
  await sees(bob, id, 'proposed')
  expect(await outcome(bob, 'ban.approved', id, {})).toBe('forbidden')
  expect(ada.identity.fingerprint).toMatch(/^[0-9a-f]{4}( [0-9a-f]{4}){4}$/)
  expect(await outcome(ada, 'analyst.admitted', bob.identity.key, { roles: ['approver'] })).toBe('recorded')

  expect(await outcome(ada, 'ban.approved', id, {})).toBe('four-eyes')
  expect(await outcome(bob, 'ban.approved', id, {})).toBe('recorded')
  await sees(ada, id, 'published')
  const own = randomUUID()
  expect(await outcome(bob, 'ban.proposed', own, proposalOf('9.9.9.9'))).toBe('forbidden')
})

test('no console can ban what another one’s sensor listens on', async () => {
  const feed = await startFeed({})
  stops.push(() => feed.stop())
  const ada = await openConsole('45.4.4.4')
  ada.useFeed(feed)
  await comes(ada, 'connected')
  const database = openForReading(feed.directory)
  stops.push(() => database.close())
  const told = await until('the feed was told', () => consoleRows(database).all()[0])
  expect(told).toMatchObject({ key: ada.identity.key, address: null, sensors: ['45.4.4.4'] })
  for (const address of ['45.4.4.4', '45.4.4.0/24'])
    expect(await outcome(ada, 'ban.proposed', randomUUID(), proposalOf(address, { evidence: [] }))).toBe(
      'refused-range',
    )
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { honeynet } from '../cli/honeynet.ts'
import { runFeed, startFeed, type FeedProcess } from '../support/feed-process.ts'
import { connectConsole, createAuthor, proposalOf, type Answer, type LedgerClient } from '../support/ledger-client.ts'

let feed: FeedProcess
let ada: LedgerClient
let bob: LedgerClient

beforeAll(async () => {
  feed = await startFeed({ solo: false })
  ada = await connectConsole(feed)
  bob = await connectConsole(feed, 'Bob', createAuthor(), ada)
})
afterAll(() => feed.stop())

const outcome = ({ status, body }: Answer): string =>
  status === 200 ? 'recorded' : (body as { error: { code: string } }).error.code
const post = async (body: unknown, by = ada): Promise<string> => outcome(await by.call('POST', 'records', body))

let last = 0
/** A new address each time. */
async function proposed(): Promise<string> {
  const id = randomUUID()
  last += 1
  await ada.record('ban.proposed', id, proposalOf(`8.8.8.${last}`))
  return id
}
const stepsOf = async (id: string): Promise<readonly string[]> =>
  (await ada.records()).filter(({ intent }) => intent.subject === id).map(({ intent }) => intent.kind)

it('an approval of one’s own proposal is refused, by whatever id and however often', async () => {
  const id = await proposed()
  for (let time = 0; time < 3; time += 1)
    expect(await post(ada.author.intend('ban.approved', id, {}))).toBe('four-eyes')
  expect(await stepsOf(id)).toEqual(['ban.proposed'])
})

it('somebody else’s approval cannot be turned to another ban, another author or another step', async () => {
  const [one, other] = [await proposed(), await proposed()]
  const captured = bob.author.intend('ban.approved', one, {})
  const change = (fields: object) => post({ ...captured, intent: { ...captured.intent, ...fields } })
  expect(await change({ subject: other })).toBe('bad-signature')
  expect(await change({ author: ada.author.key })).toBe('bad-signature')
  expect(await change({ id: randomUUID() })).toBe('bad-signature')
  expect(await change({ time: 0 })).toBe('bad-signature')
  expect(await change({ kind: 'ban.rejected', body: { reason: 'because' } })).toBe('bad-signature')
  expect(await stepsOf(other)).toEqual(['ban.proposed'])
})

it('a record signed anew by a stranger is a stranger’s', async () => {
  const id = await proposed()
  const { intent } = bob.author.intend('ban.approved', id, {})
  const eve = createAuthor()
  expect(await post(eve.sign({ ...intent, author: eve.key }))).toBe('unknown-author')
  expect(await post({ intent, signature: eve.sign(intent).signature })).toBe('bad-signature')
  expect(await stepsOf(id)).toEqual(['ban.proposed'])
})

it('a record sent again changes nothing, also after what it asked for was undone', async () => {
  const id = await proposed()
  const approval = bob.author.intend('ban.approved', id, {})
  expect(await post(approval)).toBe('recorded')
  await bob.record('ban.revoked', id, { reason: 'a customer' })
  const before = await ada.records()
  expect(await post(approval)).toBe('recorded')
  expect(await ada.records()).toEqual(before)
  const { intent, signature } = before.find((record) => record.intent.kind === 'ban.published') ?? expect.fail()
  expect(await post({ intent: { ...intent, id: randomUUID() }, signature })).toBe('bad-signature')
})

it('records in another order are judged as they come', async () => {
  const [id, later] = [randomUUID(), randomUUID()]
  const proposal = ada.author.intend('ban.proposed', id, proposalOf('9.9.9.9'))
  const approval = bob.author.intend('ban.approved', id, { proposal: 'f'.repeat(64) })
  expect(await post(approval)).toBe('not-found')
  expect(await post(bob.author.intend('ban.revoked', id, { reason: 'a customer' }))).toBe('not-found')
  expect(await post(proposal)).toBe('recorded')
  expect(await post(approval)).toBe('wrong-state')
  expect(await post(ada.author.intend('ban.proposed', id, proposalOf('9.9.9.8')))).toBe('wrong-state')
  expect(await stepsOf(id)).toEqual(['ban.proposed'])
  const seen = (await ada.record('ban.proposed', later, proposalOf('9.9.9.7'))).hash
  expect(await post(bob.author.intend('ban.approved', later, { proposal: seen }))).toBe('recorded')
})

it('an order is good once, and only as it was signed', async () => {
  const order = ada.author.order('subscriber.add', 'pbx')
  const ask = async (body: unknown) => outcome(await ada.call('POST', 'subscribers', body))
  expect(await ask({ name: 'pbx' })).toBe('bad-request')
  expect(await ask({ ...order, order: { ...order.order, subject: 'sbc' } })).toBe('bad-signature')
  expect(await ask(order)).toBe('recorded')
  expect(await ask(order)).toBe('duplicate')
})

it('nothing on a command line decides on a ban: neither the console’s program nor the feed’s knows such a word', async () => {
  const id = await proposed()
  expect((await honeynet('ban', 'approve', id)).code).toBe(2)
  expect((await runFeed('--config', `${feed.directory}/feed.yaml`, '--approve', id)).code).toBe(2)
  expect(await stepsOf(id)).toEqual(['ban.proposed'])
})

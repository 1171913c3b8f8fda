import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import type { LedgerRecord } from '../../src/contract/ledger/record.ts'
import { runFeed, startFeed, writeFeedConfig } from '../support/feed-process.ts'
import { connectConsole, createAuthor, proposalOf, type LedgerClient } from '../support/ledger-client.ts'

const rounds = 50
const program = join(import.meta.dirname, 'publishing-feed-child.ts')
const token = 'a-console-token-for-tests'

/** What the console was told and what a subscriber was given: none of it may ever have been wrong. */
interface Seen {
  readonly answered: LedgerRecord[]
  /** List ID → address. */
  readonly given: Map<number, string>
}

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
})

function spare(cache: string): ChildProcess {
  const env = { ...process.env, NODE_COMPILE_CACHE: cache }
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'], env })
  children.push(child)
  return child
}

/** @returns the URL, once it serves. */
async function begin(child: ChildProcess, config: string, directory: string): Promise<string> {
  if (!child.stdout) throw new Error('the feed has no stdout')
  const random = (below: number): number => Math.floor(Math.random() * below)
  child.stdin?.write(`${config} ${join(directory, 'ledger.db')} ${3 + random(8)} ${random(3000)}\n`)
  for await (const url of createInterface({ input: child.stdout })) return url
  throw new Error('the feed did not start')
}

/** Ends quietly when the connection breaks; a refusal would be a fault of the feed. */
async function untilKilled(work: () => Promise<void>): Promise<void> {
  try {
    for (;;) await work()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
}

let last = 0
const nextAddress = (): string => `45.${(last += 1) >> 16}.${(last >> 8) & 255}.${last & 255}`

function publish(console: LedgerClient, { answered }: Seen): Promise<void> {
  return untilKilled(async () => {
    const id = randomUUID()
    const keep = async (...intent: Parameters<LedgerClient['record']>): Promise<void> =>
      void answered.push(await console.record(...intent))
    await keep('ban.proposed', id, proposalOf(nextAddress()))
    await keep('ban.approved', id, {})
    if (Math.random() < 0.3) await keep('ban.revoked', id, { reason: 'a customer' })
  })
}

const pull = (url: string, key: string, { given }: Seen): Promise<void> =>
  untilKilled(async () => {
    for (const [id, address] of await listAt(url, key)) {
      expect([undefined, address]).toContain(given.get(id))
      given.set(id, address)
    }
  })

async function listAt(url: string, key: string): Promise<Map<number, string>> {
  const response = await fetch(`${url}/v1/decisions`, { headers: { 'x-api-key': key } })
  const decisions = ((await response.json()) ?? []) as { id: number; value: string }[]
  return new Map(decisions.map(({ id, value }) => [id, value]))
}

/** What is on the list after these records, worked out without the feed's code. */
function listAfter(records: readonly LedgerRecord[]): { list: Map<number, string>; everGiven: [number, string][] } {
  const addresses = new Map<string, string>()
  const listed = new Map<string, number>()
  const everGiven: [number, string][] = []
  for (const { intent } of records) {
    if (intent.kind === 'ban.proposed') addresses.set(intent.subject, intent.body.address)
    if (intent.kind === 'ban.revoked') listed.delete(intent.subject)
    if (intent.kind !== 'ban.published') continue
    listed.set(intent.subject, Number(intent.body.listId))
    everGiven.push([Number(intent.body.listId), addresses.get(intent.subject) ?? ''])
  }
  return { list: new Map([...listed].map(([ban, id]) => [id, addresses.get(ban) ?? ''])), everGiven }
}

/** What is recorded together is there together: nobody may be left approved and never be held. */
function expectWhole(records: readonly LedgerRecord[]): void {
  for (const { seq, intent } of records) {
    if (intent.kind !== 'ban.approved') continue
    expect(records[seq]?.intent).toMatchObject({ kind: 'ban.held', subject: intent.subject })
  }
}

async function expectSound(url: string, console: LedgerClient, key: string, seen: Seen): Promise<void> {
  expect((await console.call('GET', 'info')).body).toMatchObject({ verified: true })
  const records = await console.records()
  for (const record of seen.answered) expect(records[record.seq - 1]).toEqual(record)
  seen.answered.length = 0
  expectWhole(records)
  const { list, everGiven } = listAfter(records)
  expect(await listAt(url, key)).toEqual(list)
  const ids = everGiven.map(([id]) => id)
  expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
  // Whoever pulled an address under an ID finds both in the ledger.
  expect(new Map(everGiven)).toEqual(new Map([...everGiven, ...seen.given]))
  expect(new Set(records.map(({ intent }) => intent.id)).size).toBe(records.length)
}

it(`a feed that is killed at ${rounds} random points of a publish keeps all that it answered for and gave out`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'feed-killed-'))
  const author = createAuthor()
  const first = await startFeed({ directory })
  const { key } = await (await connectConsole(first, 'Ada', author)).addSubscriber('pbx')
  await first.stop()
  const config = writeFeedConfig(directory, token, { limits: { pulls: 1_000_000, checks: 1_000_000, minutes: 5 } })
  const seen: Seen = { answered: [], given: new Map() }
  let answered = 0
  const cache = mkdtempSync(join(tmpdir(), 'feed-compiled-'))
  let waiting = spare(cache)
  for (let round = 0; round < rounds; round += 1) {
    const child = waiting
    const ended = once(child, 'exit')
    const url = await begin(child, config, directory)
    waiting = spare(cache)
    await untilKilled(async () => {
      const console = await connectConsole({ url, token }, 'Ada', author)
      await expectSound(url, console, key, seen)
      await Promise.all([publish(console, seen), publish(console, seen), pull(url, key, seen)])
      throw new TypeError('killed')
    })
    expect(await ended).toEqual([null, 'SIGKILL'])
    answered += seen.answered.length
  }
  const over = once(waiting, 'exit')
  waiting.kill()
  await over
  const feed = await startFeed({ directory })
  await expectSound(feed.url, await connectConsole(feed, 'Ada', author), key, seen)
  await feed.stop()
  expect(answered).toBeGreaterThan(rounds / 2)
  expect(seen.given.size).toBeGreaterThan(rounds / 5)
  const { code, out } = await runFeed('--config', config, '--verify')
  expect([code, JSON.parse(out)]).toMatchObject([0, { verified: true }])
  for (const each of [directory, cache]) rmSync(each, { recursive: true })
})

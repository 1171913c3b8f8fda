import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { FeedInfo } from '../../../src/contract/ledger/api.ts'
import { startFeed, type FeedProcess } from '../../support/feed-process.ts'
import { connectConsole, hour, type LedgerClient } from '../../support/ledger-client.ts'
import { ask } from '../../support/raw-http.ts'
import { connected, startTriage } from '../../support/triage.ts'

let directory: string
let feed: FeedProcess | undefined
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'feed-stepped-'))
  step(0)
})
afterEach(async () => {
  await feed?.kill()
  rmSync(directory, { recursive: true, force: true })
})

const stepFile = (): string => join(directory, 'step')
const step = (milliseconds: number): void => writeFileSync(stepFile(), String(milliseconds))
const start = async (holdSeconds: number): Promise<FeedProcess> => {
  const module = join(import.meta.dirname, '../../support/stepped-clock-child.ts')
  feed = await startFeed({ directory, holdSeconds }, { module, env: { STEP_FILE: stepFile() } })
  return feed
}
const infoOf = async (console: LedgerClient) => (await console.call('GET', 'info')).body as FeedInfo
const kindsOf = async (console: LedgerClient) => (await console.records()).map(({ intent }) => intent.kind)
const days = 24 * hour

/** One ban on the list, one in its hold, and a whitelist entry, all of which end within eight days. */
async function prepare(): Promise<{ readonly console: LedgerClient; readonly key: string }> {
  const first = await connectConsole(await start(0))
  const { key } = await first.addSubscriber('pbx')
  await first.ban('8.8.8.8')
  const added = { value: '9.9.9.9', reason: 'a partner’s PBX', expiresAt: Date.now() + hour }
  await first.record('whitelist.added', randomUUID(), added)
  await feed?.kill()
  const console = await connectConsole(await start(600), 'Ada', first.author)
  await console.ban('8.8.4.4')
  return { console, key }
}

/** What is due is done before anything that is asked: so nothing was. */
async function nothingDue(console: LedgerClient): Promise<void> {
  const before = await kindsOf(console)
  await console.record('label.changed', 'labels', { add: ['x'], remove: [], sources: ['7.7.7.7'] })
  expect(await kindsOf(console)).toEqual([...before, 'label.changed'])
}

it('ends and publishes nothing when the clock of its machine jumps ahead, and says so', async () => {
  const { console, key } = await prepare()
  expect((await infoOf(console)).clock).toBeUndefined()
  step(8 * days)
  await nothingDue(console)
  const { clock } = await infoOf(console)
  expect(Math.abs((clock?.ahead ?? 0) - 8 * days)).toBeLessThan(hour)
  expect(clock?.believedIn).toBeGreaterThan(0)
  expect((await ask(`${feed?.url}/list/${key}/plain`)).text).toContain('\n8.8.8.8\n')
  // Consoles are understood whichever of the two clocks theirs agrees with.
  for (const time of [Date.now(), Date.now() + 8 * days]) {
    const order = console.author.order('subscriber.add', 'another', time)
    expect((await console.call('POST', 'subscribers', order)).status).toBe(200)
  }
  expect(feed?.log()).toContain('went ahead and is not believed yet')
  step(0)
  expect((await infoOf(console)).clock).toBeUndefined()
  await nothingDue(console)
})

it('is not misled by a restart either, and says when its machine is behind the ledger', async () => {
  const { console: before } = await prepare()
  await feed?.kill()
  step(8 * days)
  const console = await connectConsole(await start(600), 'Ada', before.author)
  await nothingDue(console)
  expect((await infoOf(console)).clock?.believedIn).toBeGreaterThan(0)
  step(-2 * hour)
  const { clock } = await infoOf(console)
  expect(clock?.ahead).toBeLessThan(-hour)
  expect(clock?.believedIn).toBeUndefined()
  await nothingDue(console)
})

it('is shown by consoles', async () => {
  const { url, token } = await start(0)
  const triage = await startTriage([])
  try {
    await connected(triage.client)
    step(8 * days)
    await triage.client.call('feed.join', { url, token })
    await connected(triage.client)
    const { clock } = await triage.client.call('feed.status', {})
    expect(clock?.ahead).toBeGreaterThan(7 * days)
    expect(clock?.believedIn).toBeGreaterThan(0)
  } finally {
    await triage.stop()
  }
})

import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { endpoints, textOf } from '../support/feed-endpoints.ts'
import { connectConsole, hour, proposalOf, type LedgerClient } from '../support/ledger-client.ts'
import { createTestClock, type TestClock } from '../support/ledger-harness.ts'
import { addresses, startSeededFeed, type SeededFeed } from '../support/seeded-feed.ts'

let feed: SeededFeed
let console: LedgerClient
let clock: TestClock

async function begin(holdSeconds: number): Promise<void> {
  clock = createTestClock(Date.now())
  feed = await startSeededFeed(addresses(2), { holdSeconds }, clock)
  console = await connectConsole(feed)
}
afterEach(() => feed.stop())

const text = (path: string): Promise<string> => textOf(feed, path)
const names = Object.keys(endpoints)
const showing = async (address: string): Promise<string[]> => {
  const shown: string[] = []
  for (const [name, shows] of Object.entries(endpoints)) if (await shows(feed, address)) shown.push(name)
  return shown
}

describe('every endpoint', () => {
  it('shows a ban when it is published, not a moment earlier, and never one that was undone in its hold', async () => {
    await begin(60)
    const undone = randomUUID()
    await console.record('ban.proposed', undone, proposalOf('8.8.8.8'))
    expect(await showing('8.8.8.8')).toEqual([])
    await console.record('ban.approved', undone, {})
    const kept = await console.ban('9.9.9.9')
    for (let seconds = 0; seconds < 60; seconds += 20) {
      expect(await showing('8.8.8.8')).toEqual([])
      expect(await showing('9.9.9.9')).toEqual([])
      clock.pass(19_000)
    }
    await console.record('ban.withdrawn', undone, { reason: 'a mistake' })
    clock.pass(60_000)
    expect(await showing('8.8.8.8')).toEqual([])
    expect(await showing('9.9.9.9')).toEqual(names)
    await console.record('ban.revoked', kept, { reason: 'a customer' })
    expect(await showing('9.9.9.9')).toEqual([])
  })

  it('follows the whitelist and the end of a ban’s time at once', async () => {
    await begin(0)
    await console.ban('8.8.8.8', { duration: hour })
    await console.ban('9.9.9.9')
    expect(await showing('8.8.8.8')).toEqual(names)
    const entry = { value: '9.9.9.0/24', reason: 'our carrier', expiresAt: clock.now() + 24 * hour }
    await console.record('whitelist.added', randomUUID(), entry)
    expect(await showing('9.9.9.9')).toEqual([])
    // The wall clock alone: before the feed had time to record that the ban has ended.
    clock.set(clock.now() + hour)
    expect((await showing('8.8.8.8')).filter((name) => name !== 'taxii' && name !== 'misp')).toEqual([])
    clock.pass(0)
    expect((await showing('8.8.8.8')).filter((name) => name !== 'taxii')).toEqual([])
  })

  it('lists an extended ban again, for those who ask behind the last ID, with the time that it has now', async () => {
    await begin(0)
    const id = await console.ban('8.8.8.8', { duration: 24 * hour })
    const lastId = async (from = ''): Promise<string> =>
      (JSON.parse(await text(`api/${feed.key}/banned${from}`)) as { ID: string }).ID
    const before = await lastId()
    expect(await lastId(`/${before}`)).toBe('none')
    clock.pass(20 * hour)
    const { duration, reason, proof, counts, verdict, evidence } = proposalOf('8.8.8.8', { duration: 48 * hour })
    await console.record('ban.extension-proposed', id, { duration, reason, proof, counts, verdict, evidence })
    await console.record('ban.extension-approved', id, {})
    expect(Number(await lastId(`/${before}`))).toBeGreaterThan(Number(before))
    expect(await showing('8.8.8.8')).toEqual(names)
    expect(await text(`v1/decisions?ip=8.8.8.8`)).toMatch(/"duration":"(4[78]|5\d)h/)
    clock.pass(5 * hour)
    expect(await showing('8.8.8.8')).toEqual(names)
  })

  it('keeps what remains of a range whose host was whitelisted, and never shows the host', async () => {
    await begin(0)
    await console.ban('9.9.9.0/29')
    const entry = { value: '9.9.9.3', reason: 'a customer', expiresAt: clock.now() + 24 * hour }
    await console.record('whitelist.added', randomUUID(), entry)
    const left = (await text(`list/${feed.key}/plain`)).split('\n').filter((line) => line.startsWith('9.'))
    expect(left.sort()).toEqual(['9.9.9.0/31', '9.9.9.2', '9.9.9.4/30'])
    expect(await text('v1/decisions?ip=9.9.9.3')).toBe('null')
    for (const address of ['9.9.9.1', '9.9.9.2', '9.9.9.7'])
      expect(await text(`v1/decisions?ip=${address}`)).toContain('"type":"ban"')
    const { deleted } = JSON.parse(await text('v1/decisions/stream?startup=true')) as { deleted: { value: string }[] }
    expect(deleted.map(({ value }) => value)).toEqual(['9.9.9.0/29'])
  })
})

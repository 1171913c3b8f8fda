import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import type { ConsoleClient } from '../../../src/contract/console/index.ts'
import { createEngine } from '../../../src/engine/engine.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../support/engine.ts'
import { configureOwnFeed, connected, request, seed, startTriage } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const start = Date.UTC(2026, 2, 1) * 1000
const day = 86_400_000
/** Outside the documentation ranges: while the feed is away nobody knows that it would allow those. */
const hosts = (count: number): string[] => Array.from({ length: count }, (_, at) => `11.0.0.${at + 1}`)

const propose = (client: ConsoleClient, address: string) =>
  client.call('ban.propose', { address, reason: 'toll fraud', duration: day, confirmation: address })

/** Each address exactly once, all recorded, nothing waiting, the chain sound. */
async function expectAllOnce(client: ConsoleClient, addresses: readonly string[]): Promise<void> {
  await until('the outbox is empty', async () => {
    const { state, waiting } = await client.call('feed.status', {})
    return state === 'connected' && waiting === 0
  })
  const bans = await client.call('bans.list', {})
  expect(bans.map(({ address }) => address).sort()).toEqual([...addresses].sort())
  expect(bans.every(({ state }) => state === 'proposed')).toBe(true)
  expect((await client.call('feed.status', {})).ledger).toMatchObject({ verified: true })
}

/** The feed that a console in this process started, found as its child with this folder in its command line. */
function feedPid(directory: string): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const parent = Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1])
        return parent === process.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(directory, 'feed'))
      } catch {
        return false // ended while we looked
      }
    })
}

test('what is decided while the feed is away is shown as queued, survives a restart and is delivered once', async () => {
  const [directory, remove] = temporaryDirectory()
  seed(directory, [request({ source: '11.0.0.1', at: start })])
  configureOwnFeed(directory)
  const options = engineOptions(directory)
  const alone = await createEngine({ ...options, programs: { ...options.programs, feed: join(directory, 'none.ts') } })
  const away = attachClient(alone)
  const { id, queued } = await propose(away, '11.0.0.1')
  expect(queued).toBe(true)
  expect(await away.call('bans.list', {})).toMatchObject([
    { id, state: 'queued', address: '11.0.0.1', pending: { kind: 'ban.proposed' } },
  ])
  expect(await away.call('whitelist.add', { value: '11.0.0.64/28', reason: 'our lab', duration: day })).toMatchObject({
    queued: true,
  })
  expect((await away.call('whitelist.list', {})).entries).toMatchObject([{ value: '11.0.0.64/28', state: 'queued' }])
  await expect(propose(away, '11.0.0.1')).rejects.toMatchObject({ reason: 'duplicate' })
  await alone.close()

  const engine = await createEngine(options)
  const client = attachClient(engine)
  await expectAllOnce(client, ['11.0.0.1'])
  expect((await client.call('bans.list', {}))[0]).toMatchObject({ id })
  expect((await client.call('whitelist.list', {})).entries).toMatchObject([{ state: 'active' }])
  await engine.close()
  remove()
})

test('a refusal that comes late is kept and shown until it is discarded', async () => {
  const [directory, remove] = temporaryDirectory()
  seed(directory, [])
  configureOwnFeed(directory, { protectedAddresses: ['11.0.0.9'] })
  const options = engineOptions(directory)
  const alone = await createEngine({ ...options, programs: { ...options.programs, feed: join(directory, 'none.ts') } })
  const { id } = await propose(attachClient(alone), '11.0.0.9')
  await alone.close()

  const engine = await createEngine(options)
  const client = attachClient(engine)
  const refused = await until('it is refused', async () => {
    const [row] = await client.call('bans.list', {})
    return row?.pending?.error !== undefined && row
  })
  expect(refused).toMatchObject({ id, state: 'queued', pending: { kind: 'ban.proposed' } })
  await client.call('ban.discard', { id })
  expect(await client.call('bans.list', {})).toEqual([])
  await engine.close()
  remove()
})

test('kill -9 of the feed in the middle: every proposal is recorded exactly once', async () => {
  const open = await startTriage([])
  const { client, directory } = open
  const addresses = hosts(12)
  for (const [round, group] of [addresses.slice(0, 4), addresses.slice(4, 8), addresses.slice(8)].entries()) {
    await connected(client)
    const sent = Promise.all(group.map((address) => propose(client, address)))
    const pid = await until('the feed runs', () => feedPid(directory))
    setTimeout(() => process.kill(pid, 'SIGKILL'), round * 8)
    await sent
  }
  await expectAllOnce(client, addresses)
  await open.stop()
})

test('kill -9 of the console in the middle: nothing it was told is lost, nothing is recorded twice', async () => {
  const [directory, remove] = temporaryDirectory()
  seed(directory, [])
  configureOwnFeed(directory)
  const program = join(import.meta.dirname, '../../support/proposing-console-child.ts')
  const told: string[] = []
  const addresses = hosts(60)
  for (const round of [0, 1, 2]) {
    const child = spawn(process.execPath, [program, directory, ...addresses.slice(round * 20, round * 20 + 20)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const lines = createInterface({ input: child.stdout })
    lines.on('line', (line) => told.push(line))
    await once(lines, 'line')
    setTimeout(() => child.kill('SIGKILL'), 15 + round * 30)
    await once(child, 'close')
  }
  const engine = await createEngine(engineOptions(directory))
  const client = attachClient(engine)
  await until('all is delivered', async () => {
    const { state, waiting } = await client.call('feed.status', {})
    return state === 'connected' && waiting === 0
  })
  const recorded = (await client.call('bans.list', {})).map(({ address }) => address)
  expect(new Set(recorded).size).toBe(recorded.length)
  expect(recorded).toEqual(expect.arrayContaining(told))
  expect((await client.call('feed.status', {})).ledger.verified).toBe(true)
  await engine.close()
  remove()
})

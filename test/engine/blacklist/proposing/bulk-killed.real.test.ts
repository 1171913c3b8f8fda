import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import type { ConsoleClient } from '../../../../src/contract/console/index.ts'
import { createEngine } from '../../../../src/engine/engine.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../../support/engine.ts'
import { configureOwnFeed, seed } from '../../../support/triage.ts'
import { until } from '../../../support/until.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const program = join(import.meta.dirname, '../../../support/bulk-console-child.ts')
const many = 120
/** Only the feed knows of these: each is refused by it, the first one before the first kill. */
const refused = ['11.0.0.3', '11.0.0.55', '11.0.0.110']

/** A console that is killed by SIGKILL once something was in the outbox, and no more than `left` is in it still. */
async function killedAt(left: number, directory: string, count: number): Promise<void> {
  const child = spawn(process.execPath, [program, directory, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] })
  stops.push(() => child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  let begun = false
  for await (const line of createInterface({ input: child.stdout })) {
    begun ||= Number(line) > 0
    if (begun && Number(line) <= left) child.kill('SIGKILL')
  }
  await ended
  expect(child.signalCode).toBe('SIGKILL')
}

async function delivered(client: ConsoleClient): Promise<void> {
  await until('all is delivered', async () => {
    const { state, waiting } = await client.call('feed.status', {})
    return state === 'connected' && waiting === 0
  })
}

test('kill -9 in the middle of a bulk, twice: each address is proposed once, and each refusal is there to read', async () => {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  seed(directory, [])
  configureOwnFeed(directory, { protectedAddresses: refused })
  await killedAt(100, directory, many)
  await killedAt(40, directory, 0)
  const engine = await createEngine(engineOptions(directory))
  stops.push(() => engine.close())
  const client = attachClient(engine)
  await delivered(client)
  const bans = await client.call('bans.list', {})
  const asked = Array.from({ length: many }, (_, at) => `11.0.0.${at}`)
  expect(bans.map(({ address }) => address).sort()).toEqual(asked.sort())
  const [kept, recorded] = [bans.filter(({ pending }) => pending), bans.filter(({ pending }) => !pending)]
  expect(recorded.every(({ state }) => state === 'proposed')).toBe(true)
  expect(kept.map(({ address }) => address)).toEqual(refused)
  expect(kept.every(({ state, pending }) => state === 'queued' && pending?.error !== undefined)).toBe(true)
  expect((await client.call('feed.status', {})).ledger).toMatchObject({ verified: true })
})

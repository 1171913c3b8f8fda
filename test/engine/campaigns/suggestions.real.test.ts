import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import pino from 'pino'
import { afterEach, expect, it } from 'vitest'
import { startFollowing } from '../../../src/engine/campaigns/following/follow.ts'
import { createChanges } from '../../../src/engine/changes.ts'
import { createEngine } from '../../../src/engine/engine.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { keptSuggestions } from '../../../src/engine/store/suggestions/kept.ts'
import { attachClient, engineOptions, temporaryDirectory } from '../../support/engine.ts'
import { configureOwnFeed, connected, request, seed } from '../../support/triage.ts'
import { until } from '../../support/until.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const sources = Array.from({ length: 9 }, (_, at) => `198.51.100.${at + 1}`)
const worker = join(import.meta.dirname, '../../../src/engine/campaigns/following/worker.ts')

function seeded(): string {
  const [directory, remove] = temporaryDirectory()
  stops.push(remove)
  const began = Date.UTC(2026, 9, 1) * 1000
  seed(
    directory,
    sources.map((source, at) => request({ source, at: began + at * 7_200_000_000 })),
  )
  return directory
}

/** As the engine does, but at once. */
async function findIn(directory: string): Promise<void> {
  const store = openStore({ directory })
  const pauses = { first: 0, between: 10 }
  const log = pino({ level: 'silent' })
  const stop = startFollowing({ store, changes: createChanges(), log, file: worker, pauses })
  await until('a campaign suggests itself', () => keptSuggestions(store.reader).length > 0)
  await stop()
  store.close()
}

it('is found by the thread that follows the store, rejected, reconsidered and made a campaign of', async () => {
  const directory = seeded()
  await findIn(directory)
  configureOwnFeed(directory)
  const engine = await createEngine(engineOptions(directory))
  stops.push(() => engine.close())
  const client = attachClient(engine)
  await connected(client)
  const suggested = () => client.call('campaigns.suggestions', {})
  const [row] = (await suggested()).rows
  expect(row).toMatchObject({ sources: 9, messages: 9, campaigns: [], strength: 1 })
  expect(row?.reasons.map(({ words }) => words)).toContain('Same number 46850780296, dialled by 9 of 9 sources')
  const id = row?.id ?? 0
  expect(await client.call('campaigns.suggested', { id })).toEqual({ sources })

  await client.call('campaigns.reject', { id })
  expect(await suggested()).toEqual({ rows: [], total: 0, rejected: 1 })
  await expect(client.call('campaigns.accept', { id, name: 'Sweden' })).rejects.toMatchObject({ code: 'not-found' })
  await client.call('campaigns.reconsider', { id })
  await expect(client.call('campaigns.accept', { id })).rejects.toMatchObject({ code: 'bad-request' })
  const { campaign } = await client.call('campaigns.accept', { id, name: 'Sweden' })
  expect(await suggested()).toEqual({ rows: [], total: 0, rejected: 0 })
  expect((await client.call('campaign.get', { id: campaign })).campaign).toMatchObject({ name: 'Sweden', sources: 9 })
})

it('begins to look at nothing once it was told to stop, and leaves nothing open', async () => {
  const directory = seeded()
  const store = openStore({ directory })
  const changes = createChanges()
  const log = pino({ level: 'silent' })
  const stop = startFollowing({ store, changes, log, file: worker, pauses: { first: 60_000, between: 10 } })
  changes.publish('events')
  await turn()
  await stop()
  store.close()
  // Whoever closes a store last takes its log away.
  expect(readdirSync(directory).filter((name) => name.endsWith('-wal'))).toEqual([])
})

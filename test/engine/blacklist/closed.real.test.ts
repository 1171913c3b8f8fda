import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createBlacklist } from '../../../src/engine/blacklist/blacklist.ts'
import { loadIdentity } from '../../../src/engine/blacklist/feed/load-identity.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'

const stops: (() => unknown)[] = []
afterEach(() => {
  for (const stop of stops.splice(0).reverse()) stop()
})

/** Counts who asks, and answers nobody usefully. */
async function startWebServer(): Promise<{ readonly url: string; asked: () => number }> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked }
}

test('a feed that becomes ready after the blacklist was closed is not asked: the store is closed too', async () => {
  const [directory, remove] = temporaryDirectory()
  const store = openStore({ directory })
  stops.push(remove, () => store.close())
  const log = pino({ level: 'silent' })
  const blacklist = createBlacklist({
    ...{ store, log, now: Date.now, publish: () => undefined },
    identity: await loadIdentity(directory),
  })
  const { url, asked } = await startWebServer()
  const feed = { url, token: 'the token of a feed' }

  blacklist.useFeed(feed)
  await expect.poll(asked).toBeGreaterThan(0)
  await blacklist.close()
  const before = asked()
  blacklist.useFeed(feed)
  await sleep(400)
  expect(asked()).toBe(before)
})

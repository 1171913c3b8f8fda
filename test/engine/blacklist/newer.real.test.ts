import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { FeedInfo } from '../../../src/contract/ledger/api.ts'
import { createBlacklist } from '../../../src/engine/blacklist/blacklist.ts'
import { loadIdentity } from '../../../src/engine/blacklist/feed/load-identity.ts'
import { openStore } from '../../../src/engine/store/open.ts'
import { temporaryDirectory } from '../../support/engine.ts'
import { createAuthor } from '../../support/ledger-client.ts'

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

const author = createAuthor()
const info: FeedInfo = {
  ...{ version: 1, software: 'newer', key: author.key, solo: true, holdSeconds: 0, records: 1 },
  ...{ verified: true, published: 0, demo: false },
}
const signed = author.intend('policy.changed', 'policy', { solo: true, holdSeconds: 0 })
const fromTheFuture = {
  ...{ seq: 1, recordedAt: 5, previous: '0'.repeat(64), hash: 'a'.repeat(64), signature: signed.signature },
  intent: { ...signed.intent, id: randomUUID(), kind: 'weather.changed' },
}

/** Answers as a feed of another version would, by page or by stream. */
async function newerFeed(by: 'page' | 'stream'): Promise<string> {
  const server = createServer((request, response) => {
    const records = by === 'page' ? [fromTheFuture] : []
    response.end(JSON.stringify(request.url?.startsWith('/ledger/records') ? { records } : info))
  }).listen(0, '127.0.0.1')
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.send(JSON.stringify(fromTheFuture)))
  await once(server, 'listening')
  stops.push(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

test.each(['page', 'stream'] as const)(
  'a record of a kind unknown here is refused in words, read by %s',
  async (by) => {
    const [directory, remove] = temporaryDirectory()
    const store = openStore({ directory })
    const blacklist = createBlacklist({
      ...{ store, log: pino({ level: 'silent' }), now: Date.now, publish: () => undefined },
      identity: await loadIdentity(directory),
    })
    const url = await newerFeed(by)
    stops.push(remove, () => store.close())
    stops.push(() => blacklist.close())
    blacklist.useFeed({ url, token: 'the token of a feed' })
    await expect.poll(() => blacklist.client.state().state, { timeout: 30_000 }).toBe('refused')
    expect(blacklist.client.state().error).toBe(
      'the feed sent a record “weather.changed”, which only a newer version of this program understands: update it',
    )
    expect(blacklist.ledger.end()).toBeUndefined()
  },
)

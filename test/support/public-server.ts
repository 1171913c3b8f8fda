import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peersBehind } from '../../src/feed/http/peer.ts'
import { createPublicRoutes } from '../../src/feed/http/public-routes.ts'
import { splitPath } from '../../src/feed/http/request-path.ts'
import { openDatabase } from '../../src/feed/ledger/database.ts'
import type { Delisted } from '../../src/feed/ledger/delisted.ts'
import type { Listed } from '../../src/feed/ledger/listed.ts'
import { subscriberRows } from '../../src/feed/ledger/subscribers.ts'
import { createPublishedList, type PublishedList } from '../../src/feed/publish/list.ts'
import { createSubscribers, type Subscribers } from '../../src/feed/subscribers/subscribers.ts'
import { hour } from './ledger-client.ts'

/** The public half of a feed, over real sockets: its list is set by hand instead of by a ledger of signed records. */
export interface PublicServer {
  readonly url: string
  /** Of its one subscriber. */
  readonly key: string
  readonly list: PublishedList
  readonly subscribers: Subscribers
  /** Lists addresses, at the end. @returns the entries. */
  put(...addresses: readonly string[]): readonly Listed[]
  takeOff(entries: readonly Listed[], why?: Delisted['why']): void
  /** Lists an address again, under the next ID. */
  extend(address: string): void
  /** So many pulls are allowed. */
  readonly pulls: number
  stop(): Promise<void>
}

export interface PublicServerOptions {
  readonly now?: () => number
  readonly whitelist?: readonly string[]
  /** How long an address stays, milliseconds. */
  readonly lasts?: number
  readonly pulls?: number
  /** How long the addresses have been on the list already, milliseconds. */
  readonly listedFor?: number
}

export async function startPublicServer(
  addresses: readonly string[],
  { now = Date.now, whitelist = [], lasts = 24 * hour, pulls = 6000, listedFor = 0 }: PublicServerOptions = {},
): Promise<PublicServer> {
  const directory = mkdtempSync(join(tmpdir(), 'feed-public-'))
  const database = openDatabase(directory)
  const subscribers = createSubscribers(subscriberRows(database), { pulls, checks: 60_000, minutes: 5 }, now, () => 0)
  const peerOf = peersBehind([])
  const { key } = subscribers.add('pbx', now())
  let lastId = Math.floor(now() / 1000) - addresses.length - 1
  const listed = (address: string, publishedAt = now()): Listed => {
    lastId += 1
    return { ban: `ban-${lastId}`, listId: lastId, address, publishedAt, expiresAt: now() + lasts }
  }
  const initial = addresses.map((address) => listed(address, now() - listedFor))
  const list = createPublishedList(now, initial, [], () => Math.floor(now() / 1000))
  const served = createPublicRoutes({ list, subscribers, now, peerOf, whitelist: () => whitelist })
  const server = createServer((request, response) => {
    const [area, path] = splitPath(request.url ?? '')
    const route = served.get(area)
    if (!route) response.writeHead(404).end()
    else void (async () => route(request, response, path))().catch(() => response.writeHead(500).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, key, list, subscribers },
    put(...more) {
      const put = more.map((address) => listed(address))
      list.change({ put, removed: [], delisted: [] })
      return put
    },
    takeOff(entries, why = 'revoked') {
      const delisted = entries.map(({ ban, listId, address, publishedAt }) => ({
        ...{ ban, listId, address, publishedAt, delistedAt: now(), why },
      }))
      list.change({ put: [], removed: entries.map(({ ban }) => ban), delisted })
    },
    extend(address) {
      const old = list.snapshot().entries.find((entry) => entry.address === address)
      if (!old) throw new Error(`${address} is not listed`)
      const { ban, listId, publishedAt } = old
      const delisted = [{ ban, listId, address, publishedAt, delistedAt: now(), why: 'extended' as const }]
      list.change({ put: [{ ...listed(address), ban }], removed: [], delisted })
    },
    pulls,
    async stop() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      database.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

import { parseNetwork, isHost } from '../../contract/ledger/address.ts'
import type { Listed } from '../ledger/listed.ts'
import type { PublishedList, Snapshot } from './list.ts'

/**
 * APIBAN v1, as its public clients need it (docs/apiban-feed.md). Where this looks odd a real client breaks on anything
 * else: "nothing new" is a 400, and the clients match these words and this array form.
 */
export interface ApibanAnswer {
  readonly status: 200 | 400 | 403 | 429
  readonly body: Buffer
  /** On a page: the ID to ask for next. */
  readonly lastId?: number
}

/** Kamailio's published example reads 250 of a longer page and loses the rest; OpenSIPS takes a shorter page for the last. */
export const pageSize = 250

/** The nftables client makes 24 calls a run and keeps its ID only at the end: behind these it would start over for ever. */
export const mostForNftables = 23 * pageSize

const answer = (status: ApibanAnswer['status'], ipaddress: readonly string[], id: string): ApibanAnswer => ({
  status,
  body: Buffer.from(JSON.stringify({ ipaddress, ID: id })),
})

export const unauthorized = answer(403, ['none'], 'unauthorized')
export const tooManyRequests = answer(429, ['rate limit exceeded'], 'unauthorized')
const nothingNew = answer(400, ['no new bans'], 'none')
const notBlocked = answer(400, ['not blocked'], 'none')

export interface Apiban {
  /** What is above `id`; `undefined` and every spelling that is no decimal number mean "from the start". */
  banned(id: string | undefined): ApibanAnswer
  check(address: string): ApibanAnswer
  /** Addresses that v1 clients get. */
  size(): number
}

interface Hosts {
  readonly of: Snapshot
  readonly entries: readonly Listed[]
  readonly byAddress: ReadonlyMap<string, Listed>
  /** Pages already written, by the place of their first entry; a full pull always asks for the same ones. */
  readonly pages: Map<number, ApibanAnswer>
}

export function createApiban(list: PublishedList): Apiban {
  let hosts: Hosts | undefined
  const current = (): Hosts => {
    const snapshot = list.snapshot()
    if (hosts?.of !== snapshot) hosts = hostsOf(snapshot)
    return hosts
  }
  return {
    banned: (id) => pageAfter(current(), cursorOf(id)),
    check(address) {
      const listed = current().byAddress.get(address)
      return listed ? answer(200, [address], String(listed.listId)) : notBlocked
    },
    size: () => current().entries.length,
  }
}

/** v1 clients cannot enforce IPv6 or ranges: some ignore them, some stop at them. */
function hostsOf(of: Snapshot): Hosts {
  const entries = of.entries.filter(({ address }) => {
    const network = parseNetwork(address)
    return network?.family === 4 && isHost(network)
  })
  return { of, entries, byAddress: new Map(entries.map((entry) => [entry.address, entry])), pages: new Map() }
}

/** "From the start" is spelled as no ID, 0, 1 or 100; list IDs start above 1,000, so these need no special case. */
function cursorOf(id: string | undefined): number {
  return id !== undefined && /^\d+$/.test(id) ? Number(id) : 0
}

function pageAfter({ entries, pages }: Hosts, cursor: number): ApibanAnswer {
  const start = firstAbove(entries, cursor)
  const known = pages.get(start)
  if (known) return known
  const page = entries.slice(start, start + pageSize)
  const last = page.at(-1)
  if (!last) return nothingNew
  const addresses = page.map(({ address }) => address)
  const written = { ...answer(200, addresses, String(last.listId)), lastId: last.listId }
  if (start % pageSize === 0) pages.set(start, written)
  return written
}

/** Place of the first entry with an ID above `cursor`. */
function firstAbove(entries: readonly Listed[], cursor: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.listId ?? Infinity) > cursor) high = middle
    else low = middle + 1
  }
  return low
}

import type { Listed } from '../../ledger/listed.ts'
import type { PublishedList, Snapshot } from '../list.ts'
import { oncePerSnapshot } from '../rendered.ts'

/**
 * APIBAN v1 and v2, as their public clients need them (docs/apiban-feed.md). Where this looks odd a real client breaks on
 * anything else: "nothing new" is a 400, and the clients match these words and this array form.
 */
export interface ApibanAnswer {
  readonly status: 200 | 400 | 403 | 429
  /** JSON, in ASCII alone. */
  readonly body: string
  /** On a page: the ID to ask for next. */
  readonly lastId?: number
}

/**
 * Addresses on a page. Kamailio's published example reads 250 of a longer v1 page and loses the rest; OpenSIPS takes a
 * shorter page for the last. The v2 clients read pages of any length, and ask at most 24 times a run.
 */
export const pageSize = { v1: 250, v2: 5000 } as const
export type ApibanVersion = keyof typeof pageSize

/** The nftables client makes 24 calls a run and keeps its ID only at the end: behind these it would start over for ever. */
export const mostForNftables = 23 * pageSize.v1

const answer = (status: ApibanAnswer['status'], ipaddress: readonly string[], id: string): ApibanAnswer => ({
  status,
  body: JSON.stringify({ ipaddress, ID: id }),
})

export const unauthorized = answer(403, ['none'], 'unauthorized')
export const tooManyRequests = answer(429, ['rate limit exceeded'], 'unauthorized')
export const malformed = answer(400, ['bad request'], 'none')
const nothingNew = answer(400, ['no new bans'], 'none')
const notBlocked = answer(400, ['not blocked'], 'none')

export interface Apiban {
  /** What is above `id`; `undefined` and every spelling that is no decimal number mean "from the start". */
  banned(id: string | undefined, version: ApibanVersion): ApibanAnswer
  check(address: string): ApibanAnswer
  /** Addresses that APIBAN clients get. */
  size(): number
  /** The last ID that they can get, 0 when there is none. */
  highestId(): number
}

/** A set that nobody is in. */
export const nobodyBanned: Apiban = {
  banned: () => nothingNew,
  check: () => notBlocked,
  size: () => 0,
  highestId: () => 0,
}

interface Hosts {
  readonly entries: readonly Listed[]
  readonly byAddress: ReadonlyMap<string, Listed>
  /** Pages already written, by the place of their first entry; a full pull always asks for the same ones. */
  readonly pages: Readonly<Record<ApibanVersion, Map<number, ApibanAnswer>>>
}

export function createApiban(list: PublishedList): Apiban {
  const hosts = oncePerSnapshot(list, hostsOf)
  return {
    banned: (id, version) => pageAfter(hosts(), cursorOf(id), version),
    check(address) {
      const listed = hosts().byAddress.get(address)
      return listed ? answer(200, [address], String(listed.listId)) : notBlocked
    },
    size: () => hosts().entries.length,
    highestId: () => hosts().entries.at(-1)?.listId ?? 0,
  }
}

/** APIBAN's clients cannot enforce IPv6 or ranges: some ignore them, some stop at them. */
export const isIPv4Host = (address: string): boolean => !/[:/]/.test(address)

function hostsOf(of: Snapshot): Hosts {
  const entries = of.entries.filter(({ address }) => isIPv4Host(address))
  const byAddress = new Map(entries.map((entry) => [entry.address, entry]))
  return { entries, byAddress, pages: { v1: new Map(), v2: new Map() } }
}

/** "From the start" is spelled as no ID, 0, 1 or 100; list IDs start above 1,000, so these need no special case. */
function cursorOf(id: string | undefined): number {
  return id !== undefined && /^\d+$/.test(id) ? Number(id) : 0
}

function pageAfter({ entries, pages }: Hosts, cursor: number, version: ApibanVersion): ApibanAnswer {
  const start = firstAbove(entries, cursor)
  const known = pages[version].get(start)
  if (known) return known
  const page = entries.slice(start, start + pageSize[version])
  const last = page.at(-1)
  if (!last) return nothingNew
  const addresses = page.map(({ address }) => address)
  const written = { ...answer(200, addresses, String(last.listId)), lastId: last.listId }
  if (start % pageSize[version] === 0) pages[version].set(start, written)
  return written
}

/** Place of the first entry with an ID above `cursor`, in a list by rising ID. */
export function firstAbove(entries: readonly { readonly listId: number }[], cursor: number): number {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.listId ?? Infinity) > cursor) high = middle
    else low = middle + 1
  }
  return low
}

import type { Listed } from '../../ledger/listed.ts'
import { isHost, parseNetwork } from '../../../contract/ledger/address.ts'
import { isIPv4Host } from './apiban.ts'
import type { PublishedList } from '../list.ts'
import { forAMoment } from '../rendered.ts'

/**
 * The list of Intuitive Labs' client (formerly apiban-ipsets): `/bwnoa/v4list`. Its firewall gives each address
 * `defaultBlacklistTtl` seconds and then forgets it; a ban that lasts longer is therefore offered again every day.
 *
 * The client never takes its key off an empty page and would ask for ever, so a key never leads to one.
 */
export interface IntuitiveQuery {
  readonly list: string
  /** What the client was told last time, in `lastTimestamp`; 0 for all. */
  readonly timestamp: number
  /** Most elements on a page. */
  readonly limit: number
  /** From `nextEncodedKey`, when the query goes on. */
  readonly key: string | undefined
}

export interface IntuitiveAnswer {
  readonly body: Buffer
  readonly nextKey?: string
  /** The highest list ID in it or before it. */
  readonly upTo: number
}

export interface Intuitive {
  /** @returns `undefined` for a key that this feed never gave or that leads nowhere any more. */
  page(query: IntuitiveQuery): IntuitiveAnswer | undefined
}

const longestTtl = 172_800
export const largestPage = 2048
/** How often an address is offered again, milliseconds: well within the client's time-out. */
const offeredEvery = 86_400_000

interface Element {
  readonly ipaddr: string
  /** UTC seconds at which it was offered last. List IDs would not do: after many bans at once they are days ahead. */
  readonly timestamp: number
  readonly listId: number
  /** Seconds it has left. */
  readonly ttl: number
}

export function createIntuitive(list: PublishedList, whitelist: () => readonly string[], now: () => number): Intuitive {
  const listed = forAMoment(list, now, ({ entries }, time) => ({
    elements: entries
      .filter(({ address }) => isIPv4Host(address))
      .map((entry) => elementOf(entry, time))
      .sort((a, b) => a.timestamp - b.timestamp || a.listId - b.listId),
    over: Math.floor(time / 1000) - 1,
  }))
  return {
    page(query) {
      if (query.list !== 'ipblack')
        return pageOf({ elements: query.list === 'ipwhite' ? allowed(whitelist()) : [], over: Infinity }, query, 0)
      const offered = listed()
      // Behind a time that is not over yet only stands who was told so by a clock that was set back: all of it, once.
      return pageOf(offered, query, query.timestamp > offered.over ? 0 : query.timestamp)
    },
  }
}

interface Offered {
  /** By rising time, then list ID. */
  readonly elements: readonly Element[]
  /** The last second of which nothing more can come, UTC seconds: a client that was told a later one would miss some. */
  readonly over: number
}

function elementOf({ address, listId, publishedAt, expiresAt }: Listed, time: number): Element {
  const offers = Math.max(0, Math.floor((time - publishedAt) / offeredEvery))
  const timestamp = Math.floor((publishedAt + offers * offeredEvery) / 1000)
  return { ipaddr: address, timestamp, listId, ttl: Math.ceil((expiresAt - time) / 1000) }
}

function pageOf(
  { elements: all, over }: Offered,
  { limit, key }: IntuitiveQuery,
  timestamp: number,
): IntuitiveAnswer | undefined {
  const behind = key === undefined ? { timestamp, listId: Infinity } : placeOf(key)
  if (!behind) return undefined
  const start = firstBehind(all, behind)
  // What the key promised may have left the list meanwhile: the last element again does no harm, an empty page would.
  const page = key !== undefined && start === all.length ? all.slice(-1) : all.slice(start, start + limit)
  const last = page.at(-1)
  if (key !== undefined && !last) return undefined
  const nextKey = last && last !== all.at(-1) ? keyOf(last) : undefined
  return {
    body: Buffer.from(JSON.stringify(documentOf(page, Math.min(all.at(-1)?.timestamp ?? timestamp, over), nextKey))),
    ...(nextKey === undefined ? {} : { nextKey }),
    upTo: page.reduce((highest, { listId }) => Math.max(highest, listId), 0),
  }
}

function documentOf(page: readonly Element[], lastTimestamp: number, nextEncodedKey: string | undefined): unknown {
  const longest = page.reduce((most, { ttl }) => Math.max(most, ttl), 0)
  return {
    metadata: {
      defaultBlacklistTtl: page.length === 0 ? longestTtl : Math.min(longestTtl, longest),
      lastTimestamp,
      ...(nextEncodedKey === undefined ? {} : { nextEncodedKey }),
    },
    elements: page.map(({ ipaddr, timestamp }) => ({
      ...{ ipaddr, encrypt: 'plain', timestamp, count: 1, reason: 'attacked a SIP honeynet' },
    })),
  }
}

type Place = Pick<Element, 'timestamp' | 'listId'>

/** Place of the first element behind `place`, in order of time and list ID. */
function firstBehind(all: readonly Element[], place: Place): number {
  let low = 0
  let high = all.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isBehind(all[middle], place)) high = middle
    else low = middle + 1
  }
  return low
}

const isBehind = (element: Element | undefined, { timestamp, listId }: Place): boolean =>
  element === undefined || element.timestamp > timestamp || (element.timestamp === timestamp && element.listId > listId)

const keyOf = ({ timestamp, listId }: Place): string => Buffer.from(`${timestamp}.${listId}`).toString('base64url')

function placeOf(key: string): Place | undefined {
  const [, timestamp, listId] = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(key, 'base64url').toString('latin1')) ?? []
  return timestamp === undefined ? undefined : { timestamp: Number(timestamp), listId: Number(listId) }
}

/** The client knows hosts only, so small ranges are written out, and wider ones cannot be told. */
const widestWrittenOut = 24
const mostWritten = 65_536

function allowed(whitelist: readonly string[]): readonly Element[] {
  const hosts = whitelist.flatMap(hostsOf).slice(0, mostWritten)
  return [...new Set(hosts)].map((ipaddr, at) => ({ ipaddr, timestamp: at + 1, listId: at + 1, ttl: longestTtl }))
}

function hostsOf(text: string): readonly string[] {
  const network = parseNetwork(text)
  if (network?.family !== 4 || network.bits < widestWrittenOut) return []
  if (isHost(network)) return [network.text]
  const [a = 0, b = 0, c = 0, d = 0] = network.bytes
  return Array.from({ length: 2 ** (32 - network.bits) }, (_, at) => `${a}.${b}.${c}.${d + at}`)
}

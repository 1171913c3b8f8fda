import { readCursor, cursorAfter } from '../cursor.ts'
import type { Plan } from './plan.ts'
import { pageBy, sortOf, type PageRequest } from './rows.ts'
import type { Run } from './run.ts'
import { shapeOfLives } from './shape.ts'
import { sumsOf } from './sums.ts'

export interface MatchingSource {
  readonly id: number
  /** Messages of it that match. */
  readonly matching: number
}

export interface SourcesPage {
  readonly rows: readonly MatchingSource[]
  readonly next?: string
  readonly complete: boolean
  /** Matches counted, when there was no time for all of them. */
  readonly newest?: number
}

const orders = ['matching', 'messages', 'lastSeen', 'verdict'] as const
type Order = (typeof orders)[number]

/** Sources with a message that matches. Without a sort those with most matches first. */
export function sourcesPage(run: Run, plan: Plan, request: PageRequest): SourcesPage {
  const { by, descending } = sortOf(request, orders, 'matching')
  const lives = shapeOfLives(run, plan)
  const isAllEver = lives !== undefined && !lives.sources && !lives.test
  if (isAllEver && (by === 'matching' || by === 'messages')) return receivedPage(run, request, descending)
  const { found, complete } = matchingSources(run, plan)
  const keys = by === 'matching' ? undefined : keysOf(run, by)
  const after = readCursor(request.cursor, 2)
  const { shown, next } = pageBy(
    found,
    (row) => (keys ? (keys[row.id] ?? 0) : row.matching),
    descending,
    after,
    request,
  )
  const newest = found.reduce((sum, { matching }) => sum + matching, 0)
  return {
    rows: shown,
    ...(next ? { next: cursorAfter(...next) } : {}),
    complete,
    ...(complete ? {} : { newest }),
  }
}

const received = 'SELECT id, messages AS matching FROM source INDEXED BY source_messages WHERE messages > 0'
const pages = {
  down: `${received} AND (messages, id) < (?, ?) ORDER BY messages DESC, id DESC LIMIT ? OFFSET ?`,
  up: `${received} AND (messages, id) > (?, ?) ORDER BY messages, id LIMIT ? OFFSET ?`,
}

/** All sources by all that each ever sent: an index holds them in that order. */
function receivedPage({ reader }: Run, { cursor, limit, offset = 0 }: PageRequest, descending: boolean): SourcesPage {
  const [messages, id] = readCursor(cursor, 2) ?? (descending ? [Number.MAX_SAFE_INTEGER, 0] : [0, 0])
  const sql = pages[descending ? 'down' : 'up']
  const found = reader.all<MatchingSource>(sql, messages ?? 0, id ?? 0, limit + 1, offset)
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows, ...(last && { next: cursorAfter(last.matching, last.id) }), complete: true }
}

export function matchingSources(
  run: Run,
  plan: Plan,
): { readonly found: readonly MatchingSource[]; readonly complete: boolean } {
  const { bySource, complete } = sumsOf(run, plan, true)
  const found: MatchingSource[] = []
  bySource.forEach((matching, id) => {
    if (matching > 0) found.push({ id, matching })
  })
  return { found, complete }
}

/** Graver verdicts have smaller numbers, and come first in a descending list. */
const keys: Readonly<Record<Exclude<Order, 'matching'>, string>> = {
  messages: 'SELECT id, messages AS key FROM source WHERE id > ? AND id <= ?',
  lastSeen: 'SELECT id, last_seen AS key FROM source WHERE id > ? AND id <= ?',
  verdict: 'SELECT id, -verdict AS key FROM source WHERE id > ? AND id <= ?',
}
const stretch = 50_000

function keysOf(run: Run, by: Exclude<Order, 'matching'>): Float64Array {
  const last = run.reader.get<{ last: number | null }>('SELECT max(id) AS last FROM source')?.last ?? 0
  const result = new Float64Array(last + 1)
  for (let from = 0; from < last; from += stretch) {
    run.pause()
    for (const { id, key } of run.reader.all<{ id: number; key: number }>(keys[by], from, from + stretch)) {
      result[id] = key
    }
  }
  return result
}

const addresses = 'SELECT id, address FROM source WHERE id IN (SELECT value FROM json_each(?))'

/** Addresses of matching sources, those with most matches first. */
export function addressesOf(run: Run, plan: Plan, limit: number): readonly string[] {
  const { found } = matchingSources(run, plan)
  const { shown } = pageBy(found, ({ matching }) => matching, true, undefined, { limit })
  const rows = run.reader.all<{ id: number; address: string }>(addresses, JSON.stringify(shown.map(({ id }) => id)))
  const byId = new Map(rows.map(({ id, address }) => [id, address]))
  return shown.flatMap(({ id }) => byId.get(id) ?? [])
}

import { mostBansListed, mostEndedListed } from '../../contract/console/bans.ts'
import type { BanLifeState } from '../../contract/ledger/life/ban.ts'
import type { Reader } from './connection.ts'
import type { MirroredBan } from './ledger-mirror.ts'

/** A ban, and when it was proposed and something last happened to it, UTC milliseconds. */
export interface BanLine {
  readonly ban: MirroredBan
  readonly proposedAt: number
  readonly changedAt: number
}

export interface WantedBans {
  readonly states?: readonly BanLifeState[] | undefined
  readonly address?: string | undefined
  /** Published ones that end in it: half-open, UTC milliseconds. */
  readonly ends?: { readonly from: number; readonly to: number } | undefined
  /** One that ends earlier, UTC milliseconds, matters more than others on the list. */
  readonly soon: number
}

interface Row {
  readonly text: string
  readonly proposedAt: number
  readonly changedAt: number | null
}

const recordedAt = "SELECT json_extract(record, '$.recordedAt') FROM ledger_record r"
const lines = `SELECT life AS text, (${recordedAt} WHERE r.seq = ban.proposed) AS proposedAt,
    (${recordedAt} WHERE r.subject = ban.id ORDER BY r.seq DESC LIMIT 1) AS changedAt
  FROM ban WHERE id IN (SELECT value FROM json_each(?)) ORDER BY proposed DESC`

/** Newest first; of more than a screen can hold, those that somebody must or may have to do something about. */
export function banLines(reader: Reader, wanted: WantedBans): readonly BanLine[] {
  return linesOf(reader, chosenIds(reader, wanted))
}

/** Newest first; those that are not known are left out. */
export function linesOf(reader: Reader, ids: readonly string[]): readonly BanLine[] {
  return reader.all<Row>(lines, JSON.stringify(ids)).map(({ text, proposedAt, changedAt }) => ({
    ban: JSON.parse(text) as MirroredBan,
    ...{ proposedAt, changedAt: changedAt ?? proposedAt },
  }))
}

const expiresAt = "json_extract(life, '$.expiresAt')"
const ofAddress = 'SELECT id, state FROM ban WHERE address = ? ORDER BY proposed DESC LIMIT ?'
// Without ANALYZE the planner takes the index on states, which holds nearly all of them.
const endingIn = `SELECT id FROM ban INDEXED BY ban_ends WHERE state = 'published' AND ${expiresAt} >= ? AND ${expiresAt} < ?
  ORDER BY ${expiresAt} LIMIT ?`
const inState = 'SELECT id FROM ban WHERE state = ? ORDER BY proposed DESC LIMIT ?'
const extended = `SELECT id FROM ban INDEXED BY ban_extended
  WHERE state = 'published' AND json_extract(life, '$.extension.proposer') IS NOT NULL LIMIT ?`

type Id = { readonly id: string }

/** Published bans for which more time is proposed. */
export const extendedBans = (reader: Reader, most: number): readonly string[] =>
  reader.all<Id>(extended, most).map(({ id }) => id)

function chosenIds(reader: Reader, { states, address, ends, soon }: WantedBans): readonly string[] {
  const wants = (state: BanLifeState): boolean => states?.includes(state) ?? true
  const ids = (sql: string, ...params: readonly (string | number)[]): readonly string[] =>
    reader.all<Id>(sql, ...params).map(({ id }) => id)
  const newest = (state: BanLifeState, limit: number): readonly string[] =>
    wants(state) ? ids(inState, state, limit) : []
  if (address !== undefined) {
    const rows = reader.all<Id & { readonly state: BanLifeState }>(ofAddress, address, mostBansListed)
    return rows.flatMap(({ id, state }) => (wants(state) ? id : []))
  }
  if (ends) return wants('published') ? ids(endingIn, ends.from, ends.to, mostBansListed) : []
  const urgent = wants('published')
    ? [...extendedBans(reader, mostBansListed), ...ids(endingIn, 0, soon, mostBansListed)]
    : []
  const live = [
    ...undecided.flatMap((state) => newest(state, mostBansListed)),
    ...urgent,
    ...newest('published', mostBansListed),
  ]
  const ended = over.flatMap((state) => newest(state, mostEndedListed))
  return [...[...new Set(live)].slice(0, mostBansListed), ...ended]
}

const undecided: readonly BanLifeState[] = ['proposed', 'approved', 'held']
const over: readonly BanLifeState[] = ['revoked', 'expired', 'rejected', 'withdrawn', 'blocked']

/** How many bans are in each state. */
export const banCounts = (reader: Reader): ReadonlyMap<BanLifeState, number> =>
  new Map(
    reader
      .all<{ state: BanLifeState; count: number }>('SELECT state, count(*) AS count FROM ban GROUP BY state')
      .map(({ state, count }) => [state, count]),
  )

/** Every time zone's days begin and end on a quarter of an hour. */
export const quarter = 900_000

const endsByQuarter = `SELECT ${expiresAt} / ${quarter} AS at, count(*) AS count
  FROM ban INDEXED BY ban_ends WHERE state = 'published' GROUP BY 1`
const extendedByQuarter = `SELECT ${expiresAt} / ${quarter} AS at, count(*) AS count FROM ban INDEXED BY ban_extended
  WHERE state = 'published' AND json_extract(life, '$.extension.proposer') IS NOT NULL GROUP BY 1`

export interface QuarterEnds {
  /** Quarters of an hour since 1970. */
  readonly at: number
  readonly count: number
  /** Of those, with more time proposed. */
  readonly extended: number
}

/** How many published bans end in each quarter of an hour. */
export function publishedEnds(reader: Reader): readonly QuarterEnds[] {
  const read = (sql: string) => reader.all<{ at: number; count: number }>(sql)
  const more = new Map(read(extendedByQuarter).map(({ at, count }) => [at, count]))
  return read(endsByQuarter).map(({ at, count }) => ({ at, count, extended: more.get(at) ?? 0 }))
}

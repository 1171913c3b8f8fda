import type { Range } from '../../contract/console/vocabulary.ts'
import { toMicroseconds, toMilliseconds } from './codes.ts'
import type { Reader, Writer } from './connection.ts'

/** A hunt as it is stored. Times are UTC milliseconds. */
export interface StoredHunt {
  readonly id: number
  readonly filter: string
  readonly zone: string
  readonly range?: Range
  readonly answers: boolean
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly searched: number
  readonly candidates: number
  readonly found: number
  readonly unread: number
  readonly startedAt: number
  readonly endedAt?: number
  readonly error?: string
}

export type NewHunt = Pick<StoredHunt, 'filter' | 'zone' | 'range' | 'answers' | 'startedAt'>
/** What changes while it runs, and when it ends. */
export type HuntState = Pick<StoredHunt, 'state' | 'searched' | 'candidates' | 'found' | 'unread' | 'endedAt' | 'error'>

interface HuntRow {
  readonly id: number
  readonly filter: string
  readonly zone: string
  readonly from_time: number | null
  readonly to_time: number | null
  readonly answers: number
  readonly state: StoredHunt['state']
  readonly searched: number
  readonly candidates: number
  readonly found: number
  readonly unread: number
  readonly started_at: number
  readonly ended_at: number | null
  readonly error: string | null
}

/** Newest first. */
export const storedHunts = (reader: Reader): readonly StoredHunt[] =>
  reader.all<HuntRow>('SELECT * FROM hunt ORDER BY id DESC').map(huntOf)

export function storedHunt(reader: Reader, id: number): StoredHunt | undefined {
  const row = reader.get<HuntRow>('SELECT * FROM hunt WHERE id = ?', id)
  return row && huntOf(row)
}

function huntOf({ from_time, to_time, started_at, ended_at, error, answers, ...row }: HuntRow): StoredHunt {
  const range = from_time === null || to_time === null ? undefined : rangeOf(from_time, to_time)
  return {
    ...row,
    answers: answers === 1,
    startedAt: started_at,
    ...(range && { range }),
    ...(ended_at === null ? {} : { endedAt: ended_at }),
    ...(error === null ? {} : { error }),
  }
}

const rangeOf = (from: number, to: number): Range => ({ from: toMilliseconds(from), to: toMilliseconds(to) })

/** @returns its id. */
export function addHunt(writer: Writer, { filter, zone, range, answers, startedAt }: NewHunt): number {
  const ends = range ? [toMicroseconds(range.from), toMicroseconds(range.to)] : [null, null]
  const sql = `INSERT INTO hunt (filter, zone, from_time, to_time, answers, state, started_at)
    VALUES (?, ?, ?, ?, ?, 'running', ?)`
  return writer.run(sql, filter, zone, ...ends, Number(answers), Math.round(startedAt)).id
}

const update = `UPDATE hunt SET state = @state, searched = @searched, candidates = @candidates, found = @found,
  unread = @unread, ended_at = @endedAt, error = @error WHERE id = @id`

/** In one statement, and in order, so that what is new is appended: the engine's own thread does this. */
const insertHits = 'INSERT OR IGNORE INTO hunt_hit (hunt, event) SELECT ?, value FROM json_each(?) ORDER BY value'

/** Keeps what was found since the last time together with how far the hunt is. */
export function keepHunt(writer: Writer, id: number, state: HuntState, hits: readonly number[]): void {
  const { endedAt = null, error = null, ...counts } = state
  writer.transaction(() => {
    if (hits.length > 0) writer.run(insertHits, id, JSON.stringify(hits))
    writer.run(update, { id, ...counts, endedAt, error })
  })
}

/** Hits go with it. @returns whether it was there. */
export const removeHunt = (writer: Writer, id: number): boolean =>
  writer.run('DELETE FROM hunt WHERE id = ?', id).changes > 0

/** Of those that have ended only the newest are kept. */
export const dropOldHunts = (writer: Writer, most: number): void =>
  void writer.run(
    `DELETE FROM hunt WHERE id IN
      (SELECT id FROM hunt WHERE state <> 'running' ORDER BY id DESC LIMIT -1 OFFSET ?)`,
    most,
  )

/** Those that ran when the console ended. @returns how many. */
export const endInterrupted = (writer: Writer, now: number, why: string): number =>
  writer.run("UPDATE hunt SET state = 'cancelled', ended_at = ?, error = ? WHERE state = 'running'", now, why).changes

export interface HitPlace {
  readonly id: number
  /** Microseconds. */
  readonly time: number
}

const hits = `SELECT e.id, e.time FROM hunt_hit h CROSS JOIN event e ON e.id = h.event
  WHERE h.hunt = ? AND (e.time, e.id) < (?, ?) ORDER BY e.time DESC, e.id DESC LIMIT ?`
const endOfTime = Number.MAX_SAFE_INTEGER

/** Hits that are still stored, the newest message first. @param after `undefined` at the beginning. */
export const huntHits = (
  reader: Reader,
  id: number,
  after: readonly number[] | undefined,
  limit: number,
): readonly HitPlace[] => {
  const [time = endOfTime, event = endOfTime] = after ?? []
  return reader.all<HitPlace>(hits, id, time, event, limit)
}

import type { Reader, SqlParam } from '../connection.ts'

/** What a comparison found: its key's columns, and whatever differs. */
export type Found = Readonly<Record<string, number | string | null>>

/**
 * Holds what is kept against what is counted. Each is one statement, which sees one moment of the store, whatever is
 * stored meanwhile.
 */
export interface Comparison {
  /** e.g. `counts by the minute`. */
  readonly name: string
  readonly sql: string
}

/** Differences shown of one comparison in one stretch: a wrong count rarely comes alone. */
const mostFound = 5

/**
 * Sums of `n` by key must agree.
 * @param keys, @param kept, @param counted: constants of this folder, never data. Both select the keys and `n`.
 */
export function sums(name: string, keys: readonly string[], kept: string, counted: string): Comparison {
  const key = keys.join(', ')
  const sql = `
    SELECT ${key}, sum(kept) AS kept, sum(counted) AS counted FROM (
      SELECT ${key}, n AS kept, 0 AS counted FROM (${kept}) UNION ALL SELECT ${key}, 0, n FROM (${counted})) x
    GROUP BY ${key} HAVING sum(kept) <> sum(counted) AND ${isWhole(keys)} LIMIT ${mostFound}`
  return { name, sql }
}

/** The same for counts with a first and a last time. @param kept selects `n`, `first` and `last`, @param counted `time`. */
export function spans(name: string, keys: readonly string[], kept: string, counted: string): Comparison {
  const key = keys.join(', ')
  const sql = `
    SELECT ${key}, sum(kept) AS kept, sum(counted) AS counted, min(first) AS kept_first, min(time) AS counted_first,
      max(last) AS kept_last, max(time) AS counted_last
    FROM (SELECT ${key}, n AS kept, 0 AS counted, first, last, NULL AS time FROM (${kept})
      UNION ALL SELECT ${key}, 0, 1, NULL, NULL, time FROM (${counted})) x
    GROUP BY ${key}
    HAVING (sum(kept) <> sum(counted) OR min(first) IS NOT min(time) OR max(last) IS NOT max(time)) AND ${isWhole(keys)}
    LIMIT ${mostFound}`
  return { name, sql }
}

/** Of a source that may have sent something which is deleted by now, counts say more than its events. */
const isWhole = (keys: readonly string[]): string =>
  keys.includes('source')
    ? '(@whole = 0 OR coalesce((SELECT first_seen FROM source WHERE id = x.source), @whole) >= @whole)'
    : 'true'

/** Where to compare, by the names of parameters; what a statement does not name is left out by it. */
export type Place = Readonly<Record<string, number>>

export const compare = (reader: Reader, { sql }: Comparison, place: Place): readonly Found[] =>
  reader.all<Found>(sql, place satisfies SqlParam)

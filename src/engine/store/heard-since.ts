import { toMicroseconds, toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'

/** More messages than this are not counted: that it went on is known by then. */
export const mostHeard = 10_000

interface Row {
  readonly messages: number
  readonly last: number | null
}

const heard = `
  SELECT count(*) AS messages, max(time) AS last FROM (
    SELECT e.time FROM source s CROSS JOIN event_row e ON e.source = s.id
    WHERE s.address = ? AND e.time > ? AND e.direction = 0 ORDER BY e.time DESC LIMIT ${mostHeard})`

/** What was received from an address since then; times UTC milliseconds, `last` absent when nothing was. */
export function heardSince(reader: Reader, address: string, since: number): { messages: number; last?: number } {
  const { messages = 0, last = null } = reader.get<Row>(heard, address, toMicroseconds(since)) ?? {}
  return { messages, ...(last === null ? {} : { last: toMilliseconds(last) }) }
}

const active = `
  SELECT address FROM source WHERE address IN (SELECT value FROM json_each(?)) AND messages > 0 AND last_seen > ?`

/** Of these addresses, those that were heard since then: by what is kept of each source, no event is looked at. */
export const activeSince = (reader: Reader, addresses: readonly string[], since: number): readonly string[] =>
  reader
    .all<{ address: string }>(active, JSON.stringify(addresses), toMicroseconds(since))
    .map(({ address }) => address)

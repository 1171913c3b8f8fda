import type { Reader } from './connection.ts'

/** A published ban whose time is nearly over and for which nobody has proposed more. Times are UTC milliseconds. */
export interface EndingBan {
  readonly id: string
  readonly address: string
  readonly publishedAt: number
  /** As it was proposed. */
  readonly duration: number
}

const ending = `
  SELECT id, address, json_extract(life, '$.publishedAt') AS publishedAt,
    json_extract(life, '$.proposal.duration') AS duration
  FROM ban INDEXED BY ban_ends
  WHERE state = 'published' AND json_extract(life, '$.extension') IS NULL
    AND json_extract(life, '$.expiresAt') > @now AND json_extract(life, '$.expiresAt') <= @before
    AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.subject = ban.id)`

/** @param before UTC milliseconds. */
export const endingBans = (reader: Reader, now: number, before: number): readonly EndingBan[] =>
  reader.all<EndingBan>(ending, { now, before })

const undone = `
  SELECT 1 FROM ledger_record
  WHERE subject = ? AND kind IN ('ban.extension-rejected', 'ban.extension-withdrawn')
    AND json_extract(record, '$.recordedAt') > ? LIMIT 1`

/** Has somebody said no to more time for this ban since then? @param since UTC milliseconds. */
export const wasDenied = (reader: Reader, ban: string, since: number): boolean =>
  reader.get(undone, ban, since) !== undefined

const revoked = `
  SELECT address FROM ban WHERE state = 'revoked' AND json_extract(life, '$.revokedAt') > ?`

/** Addresses and ranges that were revoked since then. @param since UTC milliseconds. */
export const revokedSince = (reader: Reader, since: number): readonly string[] =>
  reader.all<{ address: string }>(revoked, since).map(({ address }) => address)

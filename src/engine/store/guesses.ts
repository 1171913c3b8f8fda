import type { FingerprintRow, GuessRow, GuessTotals } from '../../contract/console/sources.ts'
import { guessHowCodes, toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'
import { cursorAfter, readCursor } from './cursor.ts'
import { isFault } from './raw/fault.ts'
import { rawOf } from './raw/read.ts'

/** Times in microseconds. */
export interface StoredGuess {
  readonly id: number
  readonly user: string
  readonly password: string | null
  readonly how: number
  readonly attempts: number
  readonly firstSeen: number
  readonly lastSeen: number
}

/** Most attempts first; one row more than `limit`. A source has at most some thousand, so they are sorted as read. */
export function listGuesses(
  reader: Reader,
  source: number,
  cursor: string | undefined,
  limit: number,
): readonly StoredGuess[] {
  const [attempts, id] = readCursor(cursor, 2) ?? [Number.MAX_SAFE_INTEGER, 0]
  return reader.all<StoredGuess>(
    `SELECT g.id, u.text AS user, g.password, g.how, x.attempts, x.first_seen AS firstSeen, x.last_seen AS lastSeen
      FROM source_guess x JOIN guess g ON g.id = x.guess JOIN user u ON u.id = g.user
      WHERE x.source = @source AND (x.attempts < @attempts OR x.attempts = @attempts AND x.guess > @id)
      ORDER BY x.attempts DESC, x.guess LIMIT @limit`,
    { source, attempts: attempts ?? 0, id: id ?? 0, limit: limit + 1 },
  )
}

export const placeOfGuess = ({ attempts, id }: StoredGuess): string => cursorAfter(attempts, id)

export const guessRow = ({ user, password, how, attempts, firstSeen, lastSeen }: StoredGuess): GuessRow => ({
  user,
  ...(password === null ? {} : { password }),
  how: guessHowCodes.decode(how),
  attempts,
  firstSeen: toMilliseconds(firstSeen),
  lastSeen: toMilliseconds(lastSeen),
})

export function guessTotals(reader: Reader, source: number): GuessTotals {
  const none = { attempts: 0, listed: 0, unlisted: 0, users: 0, passwords: 0, unknown: 0 }
  return reader.get<GuessTotals>(totalsSql, source) ?? none
}

const totalsSql = `
  SELECT coalesce(sum(x.attempts), 0) AS attempts, count(g.id) AS listed,
    coalesce(sum(iif(g.id IS NULL, x.attempts, 0)), 0) AS unlisted, count(DISTINCT g.user) AS users,
    count(DISTINCT g.password) AS passwords,
    coalesce(sum(iif(g.id IS NOT NULL AND g.password IS NULL, x.attempts, 0)), 0) AS unknown
  FROM source_guess x LEFT JOIN guess g ON g.id = x.guess WHERE x.source = ?`

/** Passwords known of a source, those tried most often first. */
export const passwordsOf = (reader: Reader, source: number, limit: number): readonly string[] =>
  reader
    .all<{ password: string }>(
      `SELECT g.password FROM source_guess x JOIN guess g ON g.id = x.guess
        WHERE x.source = ? AND g.password IS NOT NULL GROUP BY g.password ORDER BY sum(x.attempts) DESC LIMIT ?`,
      source,
      limit,
    )
    .map(({ password }) => password)

/** Messages looked through for digests: what a source sent in its last minutes. */
const looked = 20_000

export interface UnknownGuess {
  readonly event: number
  readonly bytes: Uint8Array
}

/** Answers of ours name nobody. */
const unknownSql = `
  SELECT recent.id FROM
    (SELECT id, named FROM event WHERE source = ? AND named IS NOT NULL ORDER BY time DESC LIMIT ${looked}) AS recent
    CROSS JOIN named n ON n.id = recent.named
  WHERE EXISTS (SELECT 1 FROM json_each(n.guesses) j JOIN guess g ON g.id = j.value WHERE g.password IS NULL)
  LIMIT ?`

/** Newest messages of a source, among its last ones, that hold a digest whose password is not known. */
export function unknownGuesses(reader: Reader, source: number, limit: number): readonly UnknownGuess[] {
  const ids = reader.all<{ id: number }>(unknownSql, source, limit).map(({ id }) => id)
  const raw = rawOf(reader, ids)
  return ids.flatMap((event) => {
    const bytes = raw.get(event)
    return bytes === undefined || isFault(bytes) ? [] : [{ event, bytes }]
  })
}

/** The most frequent ones. Only of those is counted who else has them: half the internet may. */
export const fingerprintsOf = (reader: Reader, source: number): readonly FingerprintRow[] =>
  reader.all<FingerprintRow>(
    `SELECT f.text, listed.messages,
        (SELECT count(DISTINCT o.source) FROM kind k CROSS JOIN source_kind o ON o.kind = k.id
          WHERE k.fingerprint = listed.fingerprint AND k.direction = 0) AS sources
      FROM (SELECT fingerprint, messages FROM source_fingerprint WHERE source = ? AND fingerprint > 0
          ORDER BY messages DESC, fingerprint LIMIT 20) AS listed
        CROSS JOIN fingerprint f ON f.id = listed.fingerprint
      ORDER BY listed.messages DESC, f.text`,
    source,
  )

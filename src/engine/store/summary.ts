import { isKnownMethod } from '../../sip/message/methods.ts'
import { mostNumbers, type GuessSummary, type NumberSummary, type SourceSummary } from '../../sip/source/summary.ts'
import { toMilliseconds } from './codes.ts'
import type { Reader } from './connection.ts'
import { classesOf, proofOf, toolsOf, type StoredSource } from './sources.ts'

/** What a source did over its whole life, read from what was counted as its messages came in. */
export function summaryOf(reader: Reader, source: StoredSource): SourceSummary {
  const { id, messages, dialogs, sensors } = source
  const only = <Row>(sql: string): Row | undefined => reader.get<Row>(sql, { source: id })
  return {
    ...{ messages, dialogs, sensors },
    firstSeen: toMilliseconds(source.firstSeen),
    lastSeen: toMilliseconds(source.lastSeen),
    peakPerSecond: source.peak,
    methods: methodsOf(reader, id),
    classes: new Map(classesOf(reader, id).map((row) => [row.class, row.messages])),
    users: only<{ users: number }>(usersSql)?.users ?? 0,
    guesses: only<GuessSummary>(guessesSql) ?? { attempts: 0, users: 0, mostPerUser: 0, passwords: 0 },
    numbers: reader.all<NumberSummary>(numbersSql, id, mostNumbers),
    numberCount: source.numbers,
    prefixCount: source.prefixes,
    tools: toolsOf(reader, id),
    fingerprints: only<{ fingerprints: number }>(fingerprintsSql)?.fingerprints ?? 0,
    proof: proofOf(source),
    foreignVia: source.foreignVia,
    refusals: source.refusals,
    accepted: source.accepted,
    timeToInvite: source.firstInvite === null ? undefined : toMilliseconds(source.firstInvite - source.firstSeen),
  }
}

function methodsOf(reader: Reader, source: number): ReadonlyMap<string, number> {
  const rows = reader.all<{ text: string | null; messages: number }>(methodsSql, source)
  const methods = new Map<string, number>()
  for (const { text, messages } of rows) {
    const name = text !== null && isKnownMethod(text) ? text : ''
    methods.set(name, (methods.get(name) ?? 0) + messages)
  }
  return methods
}

const methodsSql = `
  SELECT m.text, used.messages
  FROM source_method used LEFT JOIN method m ON m.id = used.method AND used.method > 0 WHERE used.source = ?`

/** What is beyond a list's bound shares one row and counts once. */
const usersSql = `
  SELECT count(*) AS users FROM (SELECT user FROM source_user WHERE source = @source
    UNION SELECT user FROM source_user_before WHERE source = @source)`
const fingerprintsSql = `
  SELECT count(DISTINCT k.fingerprint) AS fingerprints FROM source_kind x CROSS JOIN kind k ON k.id = x.kind
  WHERE x.source = @source AND k.direction = 0`
const guessesSql = `
  WITH tried AS (SELECT g.user, g.password, x.attempts
    FROM source_guess x LEFT JOIN guess g ON g.id = x.guess WHERE x.source = @source)
  SELECT (SELECT coalesce(sum(attempts), 0) FROM tried) AS attempts, (SELECT count(DISTINCT user) FROM tried) AS users,
    (SELECT coalesce(max(n), 0) FROM (SELECT sum(attempts) AS n FROM tried WHERE user IS NOT NULL GROUP BY user))
      AS mostPerUser,
    (SELECT count(DISTINCT password) FROM tried) AS passwords`
const numbersSql = `
  SELECT n.text AS core, sum(x.attempts) AS attempts, count(DISTINCT d.prefix) AS prefixes
  FROM source_dialled x JOIN dialled d ON d.id = x.dialled JOIN number n ON n.id = d.number
  WHERE x.source = ? GROUP BY d.number ORDER BY attempts DESC, core LIMIT ?`

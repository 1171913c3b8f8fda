import type { Account, Dialled, Program, SourceFacts } from '../../campaigns/suggest/facts.ts'
import { confidenceCodes, toMilliseconds, toolCodes } from '../codes.ts'
import type { Reader } from '../connection.ts'
import { sourcesById } from '../sources.ts'

/** An account that was tried so often is guessed at. */
const fewestGuesses = 5
/** Of each source; an attacker makes up any number. */
const most = { lists: 10_000, programs: 12, accounts: 12, visits: 60 }
const hour = 3_600_000

interface Named {
  readonly source: number
  readonly text: string
}
interface ProgramRow {
  readonly source: number
  readonly tool: number
  readonly fingerprint: string | null
  readonly userAgent: string | null
}
interface AccountRow {
  readonly source: number
  readonly user: string
  readonly attempts: number
  readonly time: number
}

/** What is known of these sources. How long it takes follows from what they did: to be asked for some hundred at a time. */
export function suggestionFacts(reader: Reader, ids: readonly number[]): readonly SourceFacts[] {
  const read = <Row extends { readonly source: number }>(sql: string): ReadonlyMap<number, readonly Row[]> =>
    Map.groupBy(reader.all<Row>(sql, { ids: JSON.stringify(ids) }), ({ source }) => source)
  const programs = read<ProgramRow>(programsSql)
  const numbers = read<{ source: number; core: string; confidence: number }>(numbersSql)
  const users = read<Named>(usersSql)
  const passwords = read<Named>(passwordsSql)
  const sensors = read<Named>(sensorsSql)
  const accounts = read<AccountRow>(accountsSql)
  const hours = read<{ source: number; hour: number }>(hoursSql)
  const textsOf = (rows: readonly Named[] = []): readonly string[] => rows.slice(0, most.lists).map(({ text }) => text)

  return sourcesById(reader, ids).map(({ id, address, ...source }) => {
    const firstSeen = toMilliseconds(source.firstSeen)
    const dialled = (numbers.get(id) ?? []).slice(0, most.lists)
    const tried = (accounts.get(id) ?? []).slice(0, most.accounts)
    return {
      ...{ address, firstSeen, lastSeen: toMilliseconds(source.lastSeen) },
      visits: visitsOf(
        firstSeen,
        (hours.get(id) ?? []).map((row) => row.hour),
      ),
      programs: (programs.get(id) ?? []).slice(0, most.programs).map(programOf),
      numbers: dialled.map(dialledOf),
      users: textsOf(users.get(id)),
      passwords: textsOf(passwords.get(id)),
      accounts: textsOf(sensors.get(id)).flatMap((sensor) => accountsOf(sensor, tried, dialled.length > 0)),
    }
  })
}

const programOf = ({ tool, fingerprint, userAgent }: ProgramRow): Program => ({
  ...{ tool: toolCodes.decode(tool), fingerprint: fingerprint ?? '', userAgent: userAgent ?? undefined },
})

const dialledOf = ({ core, confidence }: { readonly core: string; readonly confidence: number }): Dialled => ({
  ...{ core, confidence: confidenceCodes.decode(confidence) },
})

/** Guessed at when tried often; used when calls are made with it. */
function accountsOf(sensor: string, tried: readonly AccountRow[], calls: boolean): readonly Account[] {
  return tried.flatMap(({ user, attempts, time }): readonly Account[] => {
    if (!calls && attempts < fewestGuesses) return []
    return [{ sensor, user, as: calls ? 'used' : 'guessed', time: toMilliseconds(time) }]
  })
}

/** Each begins after an hour in which nothing came; the first when the source did. */
function visitsOf(firstSeen: number, hours: readonly number[]): readonly number[] {
  const begun = hours.filter((each, at) => at > 0 && each > (hours[at - 1] ?? 0) + 1).map((each) => each * hour)
  return [firstSeen, ...begun].slice(0, most.visits)
}

const programsSql = `
  SELECT x.source, k.tool, f.text AS fingerprint, u.text AS userAgent
  FROM json_each(@ids) w CROSS JOIN source_kind x ON x.source = w.value CROSS JOIN kind k ON k.id = x.kind
    LEFT JOIN fingerprint f ON f.id = k.fingerprint LEFT JOIN user_agent u ON u.id = k.user_agent
  WHERE k.direction = 0 GROUP BY 1, 2, 3, 4 ORDER BY x.source, sum(x.messages) DESC, 2, 3, 4`
const numbersSql = `
  SELECT x.source, n.text AS core, max(d.confidence) AS confidence
  FROM json_each(@ids) w CROSS JOIN source_dialled x ON x.source = w.value JOIN dialled d ON d.id = x.dialled
    JOIN number n ON n.id = d.number
  GROUP BY 1, 2 ORDER BY x.source, sum(x.attempts) DESC, core`
const usersSql = `
  SELECT x.source, u.text FROM json_each(@ids) w CROSS JOIN source_user x ON x.source = w.value
    JOIN user u ON u.id = x.user ORDER BY 1, 2`
const passwordsSql = `
  SELECT DISTINCT x.source, g.password AS text FROM json_each(@ids) w CROSS JOIN source_guess x ON x.source = w.value
    JOIN guess g ON g.id = x.guess WHERE g.password IS NOT NULL ORDER BY 1, 2`
const sensorsSql = `
  SELECT DISTINCT x.source, coalesce(nullif(s.name, ''), 'sensor ' || s.id) AS text
  FROM json_each(@ids) w CROSS JOIN source_kind x ON x.source = w.value CROSS JOIN kind k ON k.id = x.kind
    JOIN sensor s ON s.id = k.sensor
  WHERE k.direction = 0 ORDER BY 1, 2`
const accountsSql = `
  SELECT x.source, u.text AS user, sum(x.attempts) AS attempts, min(x.first_seen) AS time
  FROM json_each(@ids) w CROSS JOIN source_guess x ON x.source = w.value JOIN guess g ON g.id = x.guess
    JOIN user u ON u.id = g.user
  GROUP BY 1, 2 ORDER BY x.source, attempts DESC, user`
const hoursSql = `
  SELECT DISTINCT t.source, t.hour
  FROM json_each(@ids) w CROSS JOIN tally_hour t INDEXED BY tally_hour_source ON t.source = w.value
  ORDER BY 1, 2`

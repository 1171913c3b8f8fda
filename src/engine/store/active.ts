import type { Origin } from '../../contract/console/live.ts'
import type { Range } from '../../contract/console/vocabulary.ts'
import { microsecondsPerMinute } from './codes.ts'
import type { Reader, SqlValue } from './connection.ts'
import { exact, isShort } from './live.ts'
import { outsideOf, type Outside } from './tallies/outside.ts'
import { bounds, coverOf, receivedRows } from './tallies/tallies.ts'

export interface Activity {
  readonly source: number
  readonly messages: number
}

/**
 * Sources by what they sent inside a range, most first. Over most of what is stored that is what each ever sent, without
 * what lies outside: fewer rows than those of every source in every day.
 */
export function busiestIn(reader: Reader, range: Range, limit: number): readonly Activity[] {
  if (isShort(reader, range)) return reader.all<Activity>(`${activeExactly} ${mostFirst}`, { ...exact(range), limit })
  const outside = outsideOf(reader, range)
  if (outside) return busiestBut(reader, outside, limit)
  return reader.all<Activity>(`${activeByMinutes} ${mostFirst}`, { ...bounds(coverOf(reader, range)), limit })
}

const mostFirst = 'ORDER BY messages DESC, source DESC LIMIT @limit'
const activeExactly = `
  SELECT e.source, count(*) AS messages FROM event e CROSS JOIN kind k ON k.id = e.kind
  WHERE e.time >= @from AND e.time < @to AND k.direction = 0 GROUP BY e.source`
const activeByMinutes = `SELECT source, sum(messages) AS messages FROM ${receivedRows} GROUP BY source`

interface Ever extends Activity {
  readonly lastSeen: number
}

const mostEver = `SELECT id AS source, messages, last_seen AS lastSeen FROM source
  WHERE messages > 0 AND (messages, id) < (@messages, @source) ORDER BY messages DESC, id DESC LIMIT 500`

/** Nobody sent more inside than ever: whoever comes behind the last of the list in all, is behind it inside too. */
function busiestBut(reader: Reader, outside: Outside, limit: number): readonly Activity[] {
  const besides = new Map(
    reader.all<Activity>(activeByMinutes, bounds(outside.stretches)).map(({ source, messages }) => [source, messages]),
  )
  let found: readonly Activity[] = []
  let after: Activity = { source: 0, messages: Number.MAX_SAFE_INTEGER }
  for (;;) {
    const sources = reader.all<Ever>(mostEver, { ...after })
    const inside = sources.flatMap(({ source, messages, lastSeen }): readonly Activity[] => {
      const left = lastSeen < since(outside) ? 0 : messages - (besides.get(source) ?? 0)
      return left > 0 ? [{ source, messages: left }] : []
    })
    found = [...found, ...inside].sort((a, b) => b.messages - a.messages || b.source - a.source).slice(0, limit)
    const last = sources.at(-1)
    if (!last || (found.length === limit && last.messages < (found.at(-1)?.messages ?? 0))) return found
    after = { source: last.source, messages: last.messages }
  }
}

/** Microseconds. Whoever was not seen since sent nothing inside, even while retention takes its days away one by one. */
const since = ({ from }: Outside): number => from * microsecondsPerMinute

interface OriginRow {
  readonly country: string | null
  readonly name: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly messages: number
  readonly sources: number
}

const columns = 'p.country, p.name, p.latitude, p.longitude'

/** @param active rows of sources with their messages. */
const originsOf = (active: string): string => `
  SELECT ${columns}, sum(heard.messages) AS messages, count(*) AS sources
  FROM (${active}) heard CROSS JOIN source s ON s.id = heard.source LEFT JOIN place p ON p.id = s.place
  GROUP BY s.place ORDER BY messages DESC`

/**
 * What each place ever sent, read from first to last and grouped before the places are looked up, without what it sent
 * outside; a source that sent all of its messages outside is none of the range.
 */
const originsBut = `
  SELECT ${columns}, sum(heard.messages) AS messages, sum(heard.sources) AS sources
  FROM (
    SELECT place, sum(messages) AS messages, count(*) AS sources FROM source NOT INDEXED
      WHERE messages > 0 AND last_seen >= @since GROUP BY place
    UNION ALL
    SELECT s.place, -sum(besides.messages) AS messages, -sum(besides.messages >= s.messages) AS sources
      FROM (${activeByMinutes}) besides CROSS JOIN source s ON s.id = besides.source
      WHERE s.last_seen >= @since GROUP BY s.place
  ) heard LEFT JOIN place p ON p.id = heard.place
  GROUP BY heard.place HAVING sum(heard.sources) > 0 ORDER BY messages DESC`

function originRows(reader: Reader, range: Range): readonly OriginRow[] {
  if (isShort(reader, range)) return reader.all<OriginRow>(originsOf(activeExactly), exact(range))
  const outside = outsideOf(reader, range)
  if (!outside) return reader.all<OriginRow>(originsOf(activeByMinutes), bounds(coverOf(reader, range)))
  const at: Readonly<Record<string, SqlValue>> = bounds(outside.stretches)
  return reader.all<OriginRow>(originsBut, { ...at, since: since(outside) })
}

/** Where the messages of a range came from, most first; an address that belongs nowhere counts under `ZZ`. */
export function originsIn(reader: Reader, range: Range): readonly Origin[] {
  const rows = originRows(reader, range)
  return rows.map(({ country, name, latitude, longitude, messages, sources }) => ({
    country: country ?? 'ZZ',
    ...(latitude === null ? {} : { latitude }),
    ...(longitude === null ? {} : { longitude }),
    ...(name ? { place: name } : {}),
    messages,
    sources,
  }))
}

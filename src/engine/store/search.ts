import type { SearchHit } from '../../contract/console/app.ts'
import { boundedCallId, callHash } from './call-id.ts'
import type { Reader } from './connection.ts'

/** Hits of each kind. */
const most = 5

interface Hit {
  readonly label: string
  readonly target: string | number
  readonly detail: string
}

/** Looks for what an analyst may have pasted or begun to type: a whole value or its beginning, never a scan. */
export function quickSearch(reader: Reader, text: string): readonly SearchHit[] {
  return kinds.flatMap(({ kind, sql, key }) => {
    const start = key(text)
    if (start === '') return []
    const rows = reader.all<Hit>(sql, { start, after: afterAll(start), hash: callHash(start), most })
    return rows.map((row) => ({ kind, ...row, target: String(row.target) }))
  })
}

/** The first text that sorts behind everything beginning with `start`, for a range on an index. */
const afterAll = (start: string): string => `${start}\u{10FFFF}`

const same = (text: string): string => text
const digits = (text: string): string => (/^[+\d][\d\s().-]{2,}$/.test(text) ? text.replace(/\D/g, '') : '')

interface Kind {
  readonly kind: SearchHit['kind']
  /** Takes `@start`, what sorts behind all that begins so, the hash of a Call-ID, and how many. */
  readonly sql: string
  /** What of the typed text this kind looks for; empty when it cannot be one. */
  readonly key: (text: string) => string
}

const kinds: readonly Kind[] = [
  {
    kind: 'source',
    key: (text) => text.toLowerCase(),
    sql: `SELECT address AS label, address AS target, messages || ' messages' AS detail FROM source
      WHERE address >= @start AND address < @after ORDER BY address = @start DESC, messages DESC LIMIT @most`,
  },
  {
    kind: 'number',
    key: digits,
    sql: `SELECT n.text AS label, n.text AS target,
        (SELECT count(*) FROM source_number WHERE number = n.id) || ' sources' AS detail
      FROM number n WHERE n.text >= @start AND n.text < @after ORDER BY n.text LIMIT @most`,
  },
  {
    kind: 'campaign',
    key: (text) => text.toLowerCase(),
    sql: `SELECT name AS label, id AS target, 'campaign' AS detail FROM campaign
      WHERE lower(name) >= @start AND lower(name) < @after ORDER BY updated_at DESC LIMIT @most`,
  },
  {
    kind: 'user-agent',
    key: same,
    sql: `SELECT text AS label, text AS target, 'user agent' AS detail FROM user_agent
      WHERE text >= @start AND text < @after ORDER BY text LIMIT @most`,
  },
  {
    // A whole one: the index holds their hashes, beside each source's. Sources are looked through, not dialogs.
    kind: 'call-id',
    key: (text) => (text.length >= 6 ? boundedCallId(text) : ''),
    sql: `SELECT g.call_id AS label, g.id AS target, 'dialog' AS detail
      FROM source s CROSS JOIN dialog g INDEXED BY dialog_call ON g.source = s.id AND g.call_hash = @hash
      WHERE g.call_id = @start LIMIT @most`,
  },
]

import type { SearchHit } from '../../contract/console/app.ts'
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
  return kinds.flatMap(({ kind, sql, key, exactFirst }) => {
    const start = key(text)
    if (start === '') return []
    const rows = reader.all<Hit>(sql, start, afterAll(start), ...(exactFirst ? [start] : []), most)
    return rows.map((row) => ({ kind, ...row, target: String(row.target) }))
  })
}

/** The first text that sorts behind everything beginning with `start`, for a range on an index. */
const afterAll = (start: string): string => `${start}\u{10FFFF}`

const same = (text: string): string => text
const digits = (text: string): string => (/^[+\d][\d\s().-]{2,}$/.test(text) ? text.replace(/\D/g, '') : '')

interface Kind {
  readonly kind: SearchHit['kind']
  readonly sql: string
  /** What of the typed text this kind looks for; empty when it cannot be one. */
  readonly key: (text: string) => string
  /** The query takes the text once more, to put what equals it before what only begins with it. */
  readonly exactFirst?: true
}

const kinds: readonly Kind[] = [
  {
    kind: 'source',
    key: (text) => text.toLowerCase(),
    exactFirst: true,
    sql: `SELECT address AS label, address AS target, messages || ' messages' AS detail FROM source
      WHERE address >= ? AND address < ? ORDER BY address = ? DESC, messages DESC LIMIT ?`,
  },
  {
    kind: 'number',
    key: digits,
    sql: `SELECT n.text AS label, n.text AS target,
        (SELECT count(*) FROM source_number WHERE number = n.id) || ' sources' AS detail
      FROM number n WHERE n.text >= ? AND n.text < ? ORDER BY n.text LIMIT ?`,
  },
  {
    kind: 'campaign',
    key: (text) => text.toLowerCase(),
    sql: `SELECT name AS label, id AS target, 'campaign' AS detail FROM campaign
      WHERE lower(name) >= ? AND lower(name) < ? ORDER BY updated_at DESC LIMIT ?`,
  },
  {
    kind: 'user-agent',
    key: same,
    sql: `SELECT text AS label, text AS target, 'user agent' AS detail FROM user_agent
      WHERE text >= ? AND text < ? ORDER BY text LIMIT ?`,
  },
  {
    kind: 'call-id',
    key: (text) => (text.length >= 6 ? text : ''),
    sql: `SELECT call_id AS label, id AS target, 'dialog' AS detail FROM dialog
      WHERE call_id >= ? AND call_id < ? AND call_id <> '' ORDER BY call_id LIMIT ?`,
  },
]

import type { Store } from '../../../src/engine/store/open.ts'

const seen = {
  events: `SELECT e.id, m.text, e.status, e.tool, e.class, e.severity, e.fault, e.foreign_via, f.text,
      u.text, d.raw, (SELECT group_concat(x.text) FROM json_each(n.users) j JOIN user x ON x.id = j.value),
      (SELECT group_concat(x.text || ':' || coalesce(g.password, '?') || g.how) FROM json_each(n.guesses) j
        JOIN guess g ON g.id = j.value JOIN user x ON x.id = g.user)
    FROM event_row e LEFT JOIN method m ON m.id = e.method LEFT JOIN fingerprint f ON f.id = e.fingerprint
      LEFT JOIN user_agent u ON u.id = e.user_agent LEFT JOIN dialled d ON d.id = e.dialled
      LEFT JOIN named n ON n.id = e.named
    ORDER BY e.id`,
  dialled: `SELECT d.raw, n.text, p.text, d.confidence FROM dialled d JOIN number n ON n.id = d.number
    JOIN prefix p ON p.id = d.prefix ORDER BY d.raw`,
  sources: 'SELECT * FROM source ORDER BY address',
  dialogs: `SELECT g.id, (SELECT group_concat(m.text ORDER BY j.key)
        FROM json_each('[' || replace(g.methods, ' ', ',') || ']') j JOIN method m ON m.id = j.value),
      g.status, a.text, b.text, u.text, d.raw
    FROM dialog g LEFT JOIN user a ON a.id = g.caller LEFT JOIN user b ON b.id = g.callee
      LEFT JOIN user_agent u ON u.id = g.user_agent LEFT JOIN dialled d ON d.id = g.dialled
    ORDER BY g.id`,
  'minutes rolled up': `SELECT r.minute, k.sensor, k.direction, k.class, k.severity, m.text, k.status, u.text, f.text,
      sum(r.messages)
    FROM rollup_minute r JOIN kind k ON k.id = r.kind LEFT JOIN method m ON m.id = k.method
      LEFT JOIN user_agent u ON u.id = k.user_agent LEFT JOIN fingerprint f ON f.id = k.fingerprint
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9`,
}

/** All that views can see of the events and was judged, in words instead of ids. */
export const seenRows = (store: Store): Record<string, unknown> =>
  Object.fromEntries(Object.entries(seen).map(([name, sql]) => [name, valuesOf(store, sql)]))

/** Every row of every table. */
export function allRows(store: Store): Record<string, unknown> {
  const tables = store.reader.all<{ name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  )
  return Object.fromEntries(tables.map(({ name }) => [name, valuesOf(store, `SELECT * FROM ${name}`)]))
}

const valuesOf = (store: Store, sql: string): unknown =>
  store.reader.all<Record<string, unknown>>(sql).map((row) => Object.values(row))

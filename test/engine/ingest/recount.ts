import type { Store } from '../../../src/engine/store/open.ts'

/** Each aggregate as it is kept, and the same counted anew from the events: the two must agree, row for row. */
const pairs: Readonly<Record<string, readonly [kept: string, recounted: string]>> = {
  sources: [
    `SELECT id, first_seen, last_seen, messages, answers, proof, severity, first_invite, foreign_via, refusals, accepted
      FROM source WHERE messages > 0 ORDER BY id`,
    `SELECT e.source, min(iif(direction = 0, time, NULL)), max(iif(direction = 0, time, NULL)), sum(direction = 0),
      sum(direction = 1), max(iif(direction = 0, proof, 0)), min(iif(direction = 0, severity, 5)),
      min(iif(direction = 0 AND m.text = 'INVITE' AND status IS NULL, time, NULL)), sum(direction = 0 AND foreign_via),
      sum(direction = 1 AND status IN (401, 403, 407, 487, 503)),
      sum(direction = 1 AND m.text = 'REGISTER' AND status BETWEEN 200 AND 299)
      FROM event e LEFT JOIN method m ON m.id = e.method GROUP BY source HAVING sum(direction = 0) > 0 ORDER BY source`,
  ],
  'distinct things of a source': [
    'SELECT id, dialogs, sensors, numbers, prefixes FROM source ORDER BY id',
    `SELECT e.source, count(DISTINCT dialog), count(DISTINCT iif(direction = 0, sensor, NULL)),
      count(DISTINCT iif(direction = 0, d.number, NULL)), count(DISTINCT iif(direction = 0, d.prefix, NULL))
      FROM event e LEFT JOIN dialled d ON d.id = e.dialled GROUP BY source ORDER BY source`,
  ],
  'peak per second': [
    'SELECT id, peak FROM source WHERE messages > 0 ORDER BY id',
    `SELECT source, max(n) FROM (SELECT source, time / 1000000, count(*) AS n FROM event WHERE direction = 0
      GROUP BY 1, 2) GROUP BY source ORDER BY source`,
  ],
  dialogs: [
    'SELECT id, source, sensor, first_seen, last_seen, messages, status_time, opened_time, dialled_time FROM dialog ORDER BY id',
    `SELECT dialog, source, sensor, min(time), max(time), count(*), max(iif(direction = 1 AND status > 0, time, NULL)),
      min(iif(direction = 0, time, NULL)), min(iif(direction = 0 AND dialled > 0, time, NULL))
      FROM event GROUP BY dialog ORDER BY dialog`,
  ],
  'methods of a dialog': [
    `SELECT g.id, m.value ->> 0 AS method, m.value ->> 1 FROM dialog g, json_each(g.methods) m ORDER BY 1, 2`,
    `SELECT e.dialog, m.text, min(time) FROM event e JOIN method m ON m.id = e.method WHERE direction = 0
      GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  'what dialogs show of their events': [
    'SELECT id, status, dialled, user_agent FROM dialog ORDER BY id',
    `SELECT g.id,
      (SELECT status FROM event WHERE dialog = g.id AND direction = 1 AND status > 0 ORDER BY time DESC, id DESC LIMIT 1),
      (SELECT dialled FROM event WHERE dialog = g.id AND direction = 0 AND dialled > 0 ORDER BY time, id LIMIT 1),
      (SELECT user_agent FROM event WHERE dialog = g.id AND direction = 0 ORDER BY time, id LIMIT 1)
      FROM dialog g ORDER BY g.id`,
  ],
  classes: [
    'SELECT * FROM source_class ORDER BY 1, 2, 3',
    'SELECT source, class, severity, count(*) FROM event WHERE direction = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  ],
  methods: [
    'SELECT * FROM source_method ORDER BY 1, 2',
    `SELECT source, iif(method <= 14, method, 0), count(*) FROM event
      WHERE direction = 0 AND method IS NOT NULL AND status IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  fingerprints: [
    'SELECT * FROM source_fingerprint ORDER BY 1, 2',
    `SELECT source, fingerprint, count(*) FROM event WHERE direction = 0 AND fingerprint IS NOT NULL
      GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  users: [
    'SELECT * FROM source_user ORDER BY 1, 2',
    `SELECT e.source, u.value, count(*) FROM event e JOIN named n ON n.id = e.named, json_each(n.users) u
      WHERE e.direction = 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  guesses: [
    'SELECT * FROM source_guess ORDER BY 1, 2',
    `SELECT e.source, g.value, count(*), min(e.time), max(e.time)
      FROM event e JOIN named n ON n.id = e.named, json_each(n.guesses) g
      WHERE e.direction = 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  tools: [
    'SELECT * FROM source_tool ORDER BY 1, 2, 3',
    'SELECT source, tool, coalesce(user_agent, 0), count(*) FROM event WHERE direction = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  ],
  'sensors of a source': [
    'SELECT * FROM source_sensor ORDER BY 1, 2',
    'SELECT source, sensor, count(*), min(time), max(time) FROM event WHERE direction = 0 GROUP BY 1, 2 ORDER BY 1, 2',
  ],
  dialled: [
    'SELECT * FROM source_dialled ORDER BY 1, 2',
    `SELECT source, dialled, count(*), min(time), max(time) FROM event
      WHERE direction = 0 AND dialled IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  'numbers of a source': [
    'SELECT * FROM source_number ORDER BY 1, 2',
    `SELECT source, number, count(DISTINCT e.dialled) FROM event e JOIN dialled d ON d.id = e.dialled
      WHERE direction = 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  'prefixes of a source': [
    'SELECT * FROM source_prefix ORDER BY 1, 2',
    `SELECT source, prefix, count(DISTINCT e.dialled) FROM event e JOIN dialled d ON d.id = e.dialled
      WHERE direction = 0 GROUP BY 1, 2 ORDER BY 1, 2`,
  ],
  'minutes of a source': [
    'SELECT * FROM source_minute ORDER BY 1, 2, 3',
    'SELECT source, time / 60000000, sensor, count(*) FROM event WHERE direction = 0 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3',
  ],
  'dialogs begun': [
    'SELECT * FROM dialog_minute WHERE begun <> 0 ORDER BY 1',
    `SELECT t / 60000000, count(*) FROM (SELECT min(time) AS t FROM event GROUP BY dialog) GROUP BY 1 ORDER BY 1`,
  ],
  minutes: [
    'SELECT * FROM rollup_minute ORDER BY 1, 2, 3, 4, 5',
    `SELECT time / 60000000, sensor, direction, class, iif(method <= 14, method, 0), count(*) FROM event
      GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`,
  ],
  seconds: [
    'SELECT * FROM rollup_second ORDER BY 1, 2, 3',
    `SELECT time / 1000000, sensor, iif(method <= 14, method, 0), count(*) FROM event WHERE direction = 0
      GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  ],
  'events per sensor': [
    'SELECT id, stored FROM sensor WHERE stored > 0 ORDER BY id',
    'SELECT sensor, count(*) FROM event GROUP BY sensor ORDER BY sensor',
  ],
  'bytes of every event': ['SELECT count(*) FROM raw', 'SELECT count(*) FROM event'],
}

/** @returns for every aggregate the rows kept and the rows counted, by name. */
export function recount(store: Store): {
  readonly kept: Record<string, unknown>
  readonly counted: Record<string, unknown>
} {
  const run = (which: 0 | 1): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(pairs).map(([name, sql]) => [
        name,
        store.reader.all<Record<string, unknown>>(sql[which]).map((row) => Object.values(row)),
      ]),
    )
  return { kept: run(0), counted: run(1) }
}

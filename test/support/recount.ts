import { expect } from 'vitest'
import type { Reader } from '../../src/engine/store/connection.ts'
import { rawOf } from '../../src/engine/store/raw/read.ts'
import { recountDialogs } from './recount-dialogs.ts'

type Rows = readonly (readonly unknown[])[]

/** Each aggregate as it is kept, and the same counted anew from the events: the two must agree, row for row. */
const pairs: Readonly<Record<string, readonly [kept: string, recounted: string]>> = {
  sources: [
    `SELECT id, first_seen, last_seen, messages, answers, proof, severity, first_invite, foreign_via, refusals, accepted
      FROM source WHERE messages > 0`,
    `SELECT e.source, min(iif(direction = 0, time, NULL)), max(iif(direction = 0, time, NULL)), sum(direction = 0),
      sum(direction = 1), max(iif(direction = 0, proof, 0)), min(iif(direction = 0, severity, 5)),
      min(iif(direction = 0 AND m.text = 'INVITE' AND status IS NULL, time, NULL)), sum(direction = 0 AND foreign_via),
      coalesce(sum(direction = 1 AND status IN (401, 403, 407, 487, 503)), 0),
      coalesce(sum(direction = 1 AND m.text = 'REGISTER' AND status BETWEEN 200 AND 299), 0)
      FROM event_row e LEFT JOIN method m ON m.id = e.method GROUP BY source HAVING sum(direction = 0) > 0`,
  ],
  'sources that were only answered': [
    'SELECT id, answers, refusals, accepted FROM source WHERE messages = 0',
    // An answer of which nothing could be read has no status.
    `SELECT e.source, count(*), coalesce(sum(status IN (401, 403, 407, 487, 503)), 0),
      coalesce(sum(m.text = 'REGISTER' AND status BETWEEN 200 AND 299), 0)
      FROM event_row e LEFT JOIN method m ON m.id = e.method GROUP BY source HAVING sum(direction = 0) = 0`,
  ],
  'distinct things of a source': [
    'SELECT id, dialogs, sensors, numbers, prefixes FROM source',
    `SELECT e.source, count(DISTINCT dialog), count(DISTINCT iif(direction = 0, sensor, NULL)),
      count(DISTINCT iif(direction = 0, d.number, NULL)), count(DISTINCT iif(direction = 0, d.prefix, NULL))
      FROM event_row e LEFT JOIN dialled d ON d.id = e.dialled GROUP BY source`,
  ],
  'peak per second': [
    'SELECT id, peak FROM source WHERE messages > 0',
    `SELECT source, max(n) FROM (SELECT source, time / 1000000, count(*) AS n FROM event_row WHERE direction = 0
      GROUP BY 1, 2) GROUP BY source`,
  ],
  'kinds of a source': [
    'SELECT source, kind, messages FROM source_kind',
    'SELECT source, kind, count(*) FROM event GROUP BY 1, 2',
  ],
  classes: [
    'SELECT source, class, severity, messages FROM source_class',
    'SELECT source, class, severity, count(*) FROM event_row WHERE direction = 0 GROUP BY 1, 2, 3',
  ],
  methods: [
    'SELECT source, method, messages FROM source_method',
    `SELECT source, iif(method <= 14, method, 0), count(*) FROM event_row
      WHERE direction = 0 AND method IS NOT NULL AND status IS NULL GROUP BY 1, 2`,
  ],
  fingerprints: [
    'SELECT source, fingerprint, messages FROM source_fingerprint',
    `SELECT source, fingerprint, count(*) FROM event_row WHERE direction = 0 AND fingerprint IS NOT NULL GROUP BY 1, 2`,
  ],
  tools: [
    'SELECT source, tool, user_agent, messages FROM source_tool',
    'SELECT source, tool, coalesce(user_agent, 0), count(*) FROM event_row WHERE direction = 0 GROUP BY 1, 2, 3',
  ],
  users: [
    'SELECT source, user, attempts FROM source_user',
    `SELECT e.source, u.value, count(*) FROM event_row e JOIN named n ON n.id = e.named, json_each(n.users) u
      WHERE e.direction = 0 GROUP BY 1, 2`,
  ],
  guesses: [
    'SELECT source, guess, attempts, first_seen, last_seen FROM source_guess',
    `SELECT e.source, g.value, count(*), min(e.time), max(e.time)
      FROM event_row e JOIN named n ON n.id = e.named, json_each(n.guesses) g WHERE e.direction = 0 GROUP BY 1, 2`,
  ],
  'sensors of a source': [
    'SELECT source, sensor, messages, first_seen, last_seen FROM source_sensor',
    'SELECT source, sensor, count(*), min(time), max(time) FROM event_row WHERE direction = 0 GROUP BY 1, 2',
  ],
  'what a source dialled': [
    'SELECT source, dialled, attempts, first_seen, last_seen FROM source_dialled',
    `SELECT source, dialled, count(*), min(time), max(time) FROM event_row
      WHERE direction = 0 AND dialled IS NOT NULL GROUP BY 1, 2`,
  ],
  'how often anybody dialled it': [
    'SELECT id, attempts FROM dialled WHERE attempts <> 0',
    'SELECT dialled, count(*) FROM event_row WHERE direction = 0 AND dialled > 0 GROUP BY 1',
  ],
  'numbers of a source': [
    'SELECT source, number, forms FROM source_number',
    `SELECT source, number, count(DISTINCT e.dialled) FROM event_row e JOIN dialled d ON d.id = e.dialled
      WHERE direction = 0 GROUP BY 1, 2`,
  ],
  'prefixes of a source': [
    'SELECT source, prefix, forms FROM source_prefix',
    `SELECT source, prefix, count(DISTINCT e.dialled) FROM event_row e JOIN dialled d ON d.id = e.dialled
      WHERE direction = 0 GROUP BY 1, 2`,
  ],
  'dialogs begun': [
    'SELECT minute, begun FROM dialog_minute WHERE begun <> 0',
    'SELECT t / 60000000, count(*) FROM (SELECT min(time) AS t FROM event GROUP BY dialog) GROUP BY 1',
  ],
  'minutes of a source': [
    'SELECT minute, source, kind, messages FROM tally_minute',
    'SELECT time / 60000000, source, kind, count(*) FROM event GROUP BY 1, 2, 3',
  ],
  'hours of a source': [
    'SELECT hour, source, kind, messages FROM tally_hour',
    'SELECT time / 3600000000, source, kind, count(*) FROM event GROUP BY 1, 2, 3',
  ],
  'days of a source': [
    'SELECT day, source, kind, messages FROM tally_day',
    'SELECT time / 86400000000, source, kind, count(*) FROM event GROUP BY 1, 2, 3',
  ],
  minutes: [
    'SELECT minute, kind, messages FROM rollup_minute',
    'SELECT time / 60000000, kind, count(*) FROM event GROUP BY 1, 2',
  ],
  hours: [
    'SELECT hour, kind, messages FROM rollup_hour',
    'SELECT time / 3600000000, kind, count(*) FROM event GROUP BY 1, 2',
  ],
  days: [
    'SELECT day, kind, messages FROM rollup_day',
    'SELECT time / 86400000000, kind, count(*) FROM event GROUP BY 1, 2',
  ],
  seconds: [
    'SELECT second, sensor, method, messages FROM rollup_second',
    // Older seconds than the oldest kept are pruned, which the clock decides.
    `SELECT time / 1000000, sensor, iif(method <= 14, method, 0), count(*) FROM event_row WHERE direction = 0
      AND time / 1000000 >= (SELECT coalesce(min(second), 9e15) FROM rollup_second) GROUP BY 1, 2, 3`,
  ],
  'events per sensor': [
    'SELECT id, stored FROM sensor WHERE stored > 0',
    'SELECT sensor, count(*) FROM event_row GROUP BY sensor',
  ],
  'events without their kind, source, dialog or names': [
    `SELECT id FROM event WHERE kind NOT IN (SELECT id FROM kind) OR source NOT IN (SELECT id FROM source)
      OR dialog NOT IN (SELECT id FROM dialog) OR named NOT IN (SELECT id FROM named)
      OR (dialled > 0 AND dialled NOT IN (SELECT id FROM dialled))`,
    'SELECT id FROM event WHERE 0',
  ],
  'kinds told apart': [
    'SELECT count(*) FROM kind',
    `SELECT count(*) FROM (SELECT DISTINCT sensor, listener, transport, direction, method, status, user_agent, tool, class,
      severity, proof, fault, fingerprint, foreign_via FROM kind)`,
  ],
}

interface Counted {
  readonly kept: Record<string, Rows>
  readonly counted: Record<string, Rows>
}

interface Place {
  readonly reader: Reader
}

/** @returns for every aggregate the rows kept and the rows counted, by name, both in the same order. */
export function recount({ reader }: Place): Counted {
  const dialogs = recountDialogs(reader)
  const bytes = recountBytes(reader)
  const read = (which: 0 | 1): Record<string, Rows> =>
    Object.fromEntries(Object.entries(pairs).map(([name, sql]) => [name, valuesOf(reader, sql[which])]))
  return {
    kept: { ...read(0), dialogs: sorted(dialogs.kept), 'bytes of every event': bytes.kept },
    counted: { ...read(1), dialogs: sorted(dialogs.counted), 'bytes of every event': bytes.read },
  }
}

/** Waiting or packed, but not both: as many bytes as each event says. */
function recountBytes(reader: Reader): { readonly kept: Rows; readonly read: Rows } {
  const events = reader.all<{ id: number; size: number }>('SELECT id, size FROM event ORDER BY id')
  const ids = events.map(({ id }) => id)
  const bytes = [...rawOf(reader, ids)].sort(([a], [b]) => a - b)
  const stored = 'SELECT (SELECT count(*) FROM raw) + (SELECT coalesce(sum(messages), 0) FROM raw_block) AS n'
  return {
    kept: [[ids.length], ...events.map(({ id, size }) => [id, size])],
    read: [
      [reader.get<{ n: number }>(stored)?.n],
      ...bytes.map(([id, raw]) => [id, raw instanceof Uint8Array ? raw.length : JSON.stringify(raw)]),
    ],
  }
}

const valuesOf = (reader: Reader, sql: string): Rows =>
  sorted(reader.all<Record<string, unknown>>(sql).map((row) => Object.values(row)))

/** In the order of their texts: which one does not matter, as long as it is the same for both. */
const sorted = (rows: Rows): Rows =>
  rows
    .map((row) => ({ row, text: row.join(' ') }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ row }) => row)

/** Differences shown of one table; a wrong count comes in thousands. */
const shown = 5

/** In words, table by table; nothing when every aggregate equals its recount. */
export function differences(store: Place): readonly string[] {
  const { kept, counted } = recount(store)
  return Object.keys(kept).flatMap((name) => differencesOf(name, kept[name] ?? [], counted[name] ?? []))
}

function differencesOf(name: string, kept: Rows, counted: Rows): readonly string[] {
  const [stored, right] = [new Set(kept.map((row) => row.join(' | '))), new Set(counted.map((row) => row.join(' | ')))]
  const wrong = [...stored.difference(right)].map((row) => `${name}: kept ${row}`)
  const missing = [...right.difference(stored)].map((row) => `${name}: counted ${row}`)
  const all = [...wrong.slice(0, shown), ...missing.slice(0, shown)]
  const left = wrong.length + missing.length - all.length
  return left > 0 ? [...all, `${name}: and ${left} more`] : all
}

/** Fails with the differences when any aggregate is not what a recount gives. */
export function expectExact(store: Place): void {
  expect(differences(store)).toEqual([])
}

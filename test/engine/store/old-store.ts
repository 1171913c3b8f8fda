import Database from 'better-sqlite3'
import { readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore, type Store } from '../../../src/engine/store/open.ts'
import { faultWords, isFault } from '../../../src/engine/store/raw/fault.ts'
import { rawOf } from '../../../src/engine/store/raw/read.ts'

/** Tables that were the same in format 2 but for columns added since. */
const copied: Readonly<Record<string, string>> = {
  place: '*',
  sensor: '*',
  epoch: '*',
  user_agent: '*',
  user: '*',
  prefix: '*',
  number: '*',
  listener: '*',
  source_tool: '*',
  source_sensor: '*',
  source_user: '*',
  dialog_minute: '*',
  rollup_second: '*',
  source: `id, address, place, first_seen, last_seen, messages, answers, dialogs, sensors, numbers, prefixes, proof,
    severity, first_invite, peak`,
}

/** The first or last of a dialog's events of a kind. */
const timeOf = (end: 'min' | 'max', condition: string): string =>
  `(SELECT ${end}(e.time) FROM new.event_row e WHERE e.dialog = d.id AND ${condition})`

const converted = `
  INSERT OR IGNORE INTO method SELECT * FROM new.method;
  INSERT INTO dialled (id, number, prefix, raw) SELECT id, number, prefix, raw FROM new.dialled;
  INSERT INTO source_class SELECT source, class, sum(messages) FROM new.source_class GROUP BY 1, 2;
  INSERT INTO source_dialled SELECT x.source, d.number, d.prefix, sum(x.attempts), min(x.first_seen), max(x.last_seen)
    FROM new.source_dialled x JOIN new.dialled d ON d.id = x.dialled GROUP BY 1, 2, 3;
  INSERT INTO source_prefix SELECT source, prefix FROM new.source_prefix;
  INSERT INTO event (id, epoch, sequence, sensor, time, transport, direction, source, port, listener, method, status,
      dialog, dialled, user_agent, tool, class, severity, proof, size, fault)
    SELECT e.id, p.id, e.id, e.sensor, time, transport, direction, source, port, listener, method, status, dialog, dialled,
      user_agent, tool, class, severity, proof, size, fault
    FROM new.event_row e JOIN epoch p ON p.sensor = e.sensor;
  INSERT INTO dialog (id, source, sensor, call_id, first_seen, last_seen, messages, methods, status, status_time, caller,
      callee, user_agent, opened_time, dialled, dialled_time)
    SELECT d.id, d.source, d.sensor, d.call_id, d.first_seen, d.last_seen, d.messages,
      (SELECT json_group_array(json_array(m.text, ${timeOf('min', 'e.method = m.id AND e.direction = 0')}) ORDER BY j.key)
        FROM json_each('[' || replace(d.methods, ' ', ',') || ']') j JOIN method m ON m.id = j.value),
      d.status, ${timeOf('max', 'e.status IS NOT NULL AND e.direction = 1')},
      a.text, b.text, d.user_agent, ${timeOf('min', 'e.direction = 0')}, d.dialled,
      ${timeOf('min', 'e.dialled > 0 AND e.direction = 0')}
    FROM new.dialog d LEFT JOIN user a ON a.id = d.caller LEFT JOIN user b ON b.id = d.callee;
  INSERT INTO source_minute SELECT t.source, t.minute, k.sensor, sum(t.messages)
    FROM new.tally_minute t JOIN new.kind k ON k.id = t.kind WHERE k.direction = 0 GROUP BY 1, 2, 3;
  INSERT INTO rollup_minute
    SELECT r.minute, k.sensor, k.direction, k.class, iif(k.method <= 14, k.method, 0), sum(r.messages)
    FROM new.rollup_minute r JOIN new.kind k ON k.id = r.kind GROUP BY 1, 2, 3, 4, 5;`

/** Writes what a store holds into a database of format 2, as a console of that time had stored it. */
export function writeFormat2(directory: string, store: Store): void {
  openStore({ directory, migrations: readMigrations().slice(0, 2) }).close()
  const old = new Database(`${directory}/console.db`)
  old.prepare('ATTACH ? AS new').run(store.path)
  for (const [table, columns] of Object.entries(copied)) {
    const list = columns === '*' ? '' : `(${columns})`
    old.exec(`INSERT INTO main.${table} ${list} SELECT ${columns} FROM new.${table}`)
  }
  old.exec(converted)
  writeRaw(old, store)
  old.close()
}

/** Each message's bytes had a row. */
function writeRaw(old: Database.Database, { reader }: Store): void {
  const ids = reader.all<{ id: number }>('SELECT id FROM event').map(({ id }) => id)
  const insert = old.prepare('INSERT INTO raw (event, bytes) VALUES (?, ?)')
  for (const [id, bytes] of rawOf(reader, ids)) {
    if (isFault(bytes)) throw new Error(faultWords(bytes))
    insert.run(id, bytes)
  }
}

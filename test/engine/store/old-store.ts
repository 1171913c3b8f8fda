import Database from 'better-sqlite3'
import { readMigrations } from '../../../src/engine/store/migrate.ts'
import { openStore } from '../../../src/engine/store/open.ts'

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
  raw: '*',
  dialog: '*',
  source_tool: '*',
  source_sensor: '*',
  source_user: '*',
  source_minute: '*',
  dialog_minute: '*',
  rollup_second: '*',
  rollup_minute: '*',
  source: `id, address, place, first_seen, last_seen, messages, answers, dialogs, sensors, numbers, prefixes, proof,
    severity, first_invite, peak`,
  event: `id, epoch, sequence, sensor, time, transport, direction, source, port, listener, method, status, dialog, dialled,
    user_agent, tool, class, severity, proof, size, fault`,
}

const converted = `
  INSERT OR IGNORE INTO method SELECT * FROM new.method;
  INSERT INTO dialled (id, number, prefix, raw) SELECT id, number, prefix, raw FROM new.dialled;
  INSERT INTO source_class SELECT source, class, sum(messages) FROM new.source_class GROUP BY 1, 2;
  INSERT INTO source_dialled SELECT x.source, d.number, d.prefix, sum(x.attempts), min(x.first_seen), max(x.last_seen)
    FROM new.source_dialled x JOIN new.dialled d ON d.id = x.dialled GROUP BY 1, 2, 3;
  INSERT INTO source_prefix SELECT source, prefix FROM new.source_prefix;`

/** Writes what a store holds into a database of format 2, as a console of that time had stored it. */
export function writeFormat2(directory: string, path: string): void {
  openStore({ directory, migrations: readMigrations().slice(0, 2) }).close()
  const old = new Database(`${directory}/console.db`)
  old.prepare('ATTACH ? AS new').run(path)
  for (const [table, columns] of Object.entries(copied)) {
    const list = columns === '*' ? '' : `(${columns})`
    old.exec(`INSERT INTO main.${table} ${list} SELECT ${columns} FROM new.${table}`)
  }
  old.exec(converted)
  old.close()
}

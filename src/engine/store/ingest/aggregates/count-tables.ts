/** How counts are added to an aggregate table; the count comes behind the key's parts. */
export interface CountTable {
  /** Table and columns. */
  readonly into: string
  readonly columns: number
  readonly conflict: string
  /** Removes a row that counts nothing any more. */
  readonly removeEmpty: string
}

/** @param names of the table, of its key's columns and of the count: constants of this file, never data. */
function counting(table: string, key: readonly string[], count = 'messages'): CountTable {
  return {
    into: `${table} (${[...key, count].join(', ')})`,
    columns: key.length + 1,
    conflict: `ON CONFLICT DO UPDATE SET ${count} = ${count} + excluded.${count}`,
    removeEmpty: `DELETE FROM ${table} WHERE ${key.map((column) => `${column} = ?`).join(' AND ')} AND ${count} = 0`,
  }
}

export const countTables = {
  second: counting('rollup_second', ['second', 'sensor', 'method']),
  rollupMinute: counting('rollup_minute', ['minute', 'kind']),
  rollupHour: counting('rollup_hour', ['hour', 'kind']),
  rollupDay: counting('rollup_day', ['day', 'kind']),
  user: counting('source_user', ['source', 'user'], 'attempts'),
  userBefore: counting('source_user_before', ['source', 'user'], 'attempts'),
  dialogMinute: counting('dialog_minute', ['minute'], 'begun'),
}

/** How counts with an earliest and a latest time are added: count, first and last before the key, or behind it. */
interface SpanTable {
  readonly update: string
  readonly insert: string
}

function spanning(table: string, thing: string, count: string): SpanTable {
  return {
    update: `UPDATE ${table} SET ${count} = ${count} + ?, first_seen = min(first_seen, ?), last_seen = max(last_seen, ?)
      WHERE source = ? AND ${thing} = ?`,
    insert: `INSERT INTO ${table} (source, ${thing}, ${count}, first_seen, last_seen) VALUES (?, ?, ?, ?, ?)`,
  }
}

export const spanTables = {
  sensor: spanning('source_sensor', 'sensor', 'messages'),
  dialled: spanning('source_dialled', 'dialled', 'attempts'),
  guess: spanning('source_guess', 'guess', 'attempts'),
}

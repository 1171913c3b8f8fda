import type { Reader, Writer } from '../connection.ts'

/** A suggestion as it is kept. `told`: JSON of whoever made it. */
export interface KeptSuggestion {
  readonly id: number
  readonly sources: readonly string[]
  readonly told: string
  /** UTC milliseconds; null while it stands. */
  readonly rejectedAt: number | null
}

interface Row extends Omit<KeptSuggestion, 'sources'> {
  readonly sources: string
}

const columns = 'id, sources, told, rejected_at AS rejectedAt'
const keptOf = (row: Row): KeptSuggestion => ({ ...row, sources: JSON.parse(row.sources) as readonly string[] })

/** All that stand and all that were rejected; those of most sources first. */
export const keptSuggestions = (reader: Reader): readonly KeptSuggestion[] =>
  reader
    .all<Row>(`SELECT ${columns} FROM suggestion ORDER BY json_array_length(sources) DESC, id`)
    .map((row) => keptOf(row))

export function keptSuggestion(reader: Reader, id: number): KeptSuggestion | undefined {
  const row = reader.get<Row>(`SELECT ${columns} FROM suggestion WHERE id = ?`, id)
  return row && keptOf(row)
}

export const highestSuggestion = (reader: Reader): number =>
  reader.get<{ seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = 'suggestion'")?.seq ?? 0

export type NewSuggestion = Omit<KeptSuggestion, 'rejectedAt'>

const put = `INSERT INTO suggestion (id, sources, told) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET sources = excluded.sources, told = excluded.told
  WHERE rejected_at IS NULL AND (sources <> excluded.sources OR told <> excluded.told)`
const forget = `DELETE FROM suggestion
  WHERE rejected_at IS NULL AND id NOT IN (SELECT value FROM json_each(?))`

/** Makes what stands these. What was rejected stays so. @returns whether anything changed. */
export const keepSuggestions = (writer: Writer, found: readonly NewSuggestion[]): boolean =>
  writer.transaction(() => {
    const ids = JSON.stringify(found.map(({ id }) => id))
    let { changes } = writer.run(forget, ids)
    for (const { id, sources, told } of found) changes += writer.run(put, id, JSON.stringify(sources), told).changes
    return changes > 0
  })

/** @param at UTC milliseconds; null takes it back. @returns whether there is such a suggestion that was not so before. */
export const rejectSuggestion = (writer: Writer, id: number, at: number | null): boolean =>
  writer.run('UPDATE suggestion SET rejected_at = ? WHERE id = ? AND (rejected_at IS NULL) <> (? IS NULL)', at, id, at)
    .changes > 0

export const removeSuggestion = (writer: Writer, id: number): void =>
  void writer.run('DELETE FROM suggestion WHERE id = ? AND rejected_at IS NULL', id)

import type { Severity } from '../../contract/console/vocabulary.ts'
import { severityCodes } from './codes.ts'
import type { Reader, Writer } from './connection.ts'
import { sourcesById, type StoredSource } from './sources.ts'

/** Sources on which the stored verdict may be another one by now, in the order of their ids. */
export function sourcesDue(reader: Reader, after: number, most: number): readonly StoredSource[] {
  const sql = 'SELECT id FROM source WHERE due > 0 AND id > ? ORDER BY id LIMIT ?'
  const ids = reader.all<{ id: number }>(sql, after, most).map(({ id }) => id)
  return ids.length === 0 ? [] : [...sourcesById(reader, ids)].sort((a, b) => a.id - b.id)
}

/** @returns whether the verdict was another one before. */
export function storeVerdict(writer: Writer, { id, severity }: StoredSource, verdict: Severity): boolean {
  const code = severityCodes.encode(verdict)
  writer.run('UPDATE source SET verdict = ?, due = 0 WHERE id = ?', code, id)
  return code !== severity
}

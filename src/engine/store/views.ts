import type { ExploreTab } from '../../contract/console/explore.ts'
import type { SavedView } from '../../contract/console/views.ts'
import type { Reader, Writer } from './connection.ts'

/** By name, as people sort. */
export const savedViews = (reader: Reader): readonly SavedView[] =>
  reader.all<SavedView>(
    'SELECT id, name, filter, tab, updated_at AS updatedAt FROM saved_view ORDER BY name COLLATE NOCASE, name',
  )

/** Keeps a filter under a name; what was kept under it is replaced. @returns its id. */
export function saveView(writer: Writer, name: string, filter: string, tab: ExploreTab, now: number): number {
  writer.run(
    `INSERT INTO saved_view (name, filter, tab, created_at, updated_at) VALUES (@name, @filter, @tab, @now, @now)
      ON CONFLICT (name) DO UPDATE SET filter = excluded.filter, tab = excluded.tab, updated_at = excluded.updated_at`,
    { name, filter, tab, now },
  )
  return writer.get<{ id: number }>('SELECT id FROM saved_view WHERE name = ?', name)?.id ?? 0
}

/** Is there another view of this name? */
export const isNameTaken = (reader: Reader, id: number, name: string): boolean =>
  reader.get('SELECT 1 FROM saved_view WHERE name = ? AND id <> ?', name, id) !== undefined

/** @returns whether the view exists. */
export const renameView = (writer: Writer, id: number, name: string, now: number): boolean =>
  writer.run('UPDATE saved_view SET name = ?, updated_at = ? WHERE id = ?', name, now, id).changes > 0

export const removeView = (writer: Writer, id: number): boolean =>
  writer.run('DELETE FROM saved_view WHERE id = ?', id).changes > 0

/** Filters remembered. */
export const mostHistory = 500

/** Newest first. */
export const filterHistory = (reader: Reader): readonly string[] =>
  reader
    .all<{ text: string }>('SELECT text FROM filter_history ORDER BY used_at DESC, id DESC LIMIT ?', mostHistory)
    .map(({ text }) => text)

/** The same filter is remembered once; the oldest beyond the bound are forgotten. */
export function rememberFilter(writer: Writer, text: string, now: number): void {
  // A new row, so that of two filters used in one millisecond the later one is the newer.
  writer.run('DELETE FROM filter_history WHERE text = ?', text)
  writer.run('INSERT INTO filter_history (text, used_at) VALUES (?, ?)', text, now)
  writer.run(
    `DELETE FROM filter_history WHERE id IN
      (SELECT id FROM filter_history ORDER BY used_at DESC, id DESC LIMIT -1 OFFSET ?)`,
    mostHistory,
  )
}

export const forgetFilters = (writer: Writer): void => void writer.run('DELETE FROM filter_history')

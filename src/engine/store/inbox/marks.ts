import type { Reader, Writer } from '../connection.ts'

export interface Marked {
  readonly subject: string
  /** Hosts of a range; absent of what is none. */
  readonly hosts?: number
}

export interface InboxAct {
  readonly mark: 'open' | 'done' | 'snoozed'
  /** UTC milliseconds. */
  readonly at: number
  readonly until?: number
}

/** How many acts can be taken back. */
const kept = 20

const insertAct = 'INSERT INTO inbox_act (mark, at, until) VALUES (@mark, @at, @until)'
/** Each with what is known of it now. */
const insertMarks = `
  INSERT OR IGNORE INTO inbox_mark (subject, act, messages, verdict, proof, classes)
  SELECT w.value ->> 'subject', @act, coalesce(s.messages, w.value ->> 'hosts', 0), coalesce(s.verdict, 5),
    coalesce(s.proof, 0), coalesce((SELECT sum(DISTINCT 1 << k.class) FROM source_kind x JOIN kind k ON k.id = x.kind
      WHERE x.source = s.id AND k.direction = 0), 0)
  FROM json_each(@marked) w LEFT JOIN source s ON s.address = w.value ->> 'subject'
  WHERE s.id IS NOT NULL OR w.value ->> 'hosts' > 0 OR EXISTS (SELECT 1 FROM ban b WHERE b.id = w.value ->> 'subject')`

/** Of acts that nobody can take back any more, what newer ones have replaced, and what says no more than nothing does. */
const forgetReplaced = `
  DELETE FROM inbox_mark WHERE act <= @border AND (
    EXISTS (SELECT 1 FROM inbox_mark n WHERE n.subject = inbox_mark.subject AND n.act > inbox_mark.act)
    OR (SELECT mark FROM inbox_act a WHERE a.id = act) = 'open')`
const forgetEmpty = `
  DELETE FROM inbox_act WHERE id <= @border AND NOT EXISTS (SELECT 1 FROM inbox_mark m WHERE m.act = inbox_act.id)`

/** @returns what takes it back, and how many it is about. */
export function addMarks(
  writer: Writer,
  { mark, at, until }: InboxAct,
  marked: readonly Marked[],
): { readonly act: number; readonly changed: number } {
  return writer.transaction(() => {
    const act = writer.run(insertAct, { mark, at, until: until ?? null }).id
    const { changes } = writer.run(insertMarks, { act, marked: JSON.stringify(marked) })
    for (const forget of [forgetReplaced, forgetEmpty]) writer.run(forget, { border: act - kept })
    return { act, changed: changes }
  })
}

/** @returns how many subjects it was about; none when it was taken back before or is too long ago. */
export function takeBack(writer: Writer, act: number): number {
  return writer.transaction(() => {
    const newest = writer.get<{ id: number }>('SELECT max(id) AS id FROM inbox_act')?.id ?? 0
    if (act <= newest - kept) return 0
    const { changes } = writer.run('DELETE FROM inbox_mark WHERE act = ?', act)
    writer.run('DELETE FROM inbox_act WHERE id = ?', act)
    return changes
  })
}

export interface Standing extends InboxAct {
  readonly subject: string
  readonly messages: number
}

const standing = `
  SELECT m.subject, a.mark, a.at, a.until, m.messages
  FROM json_each(?) w CROSS JOIN inbox_mark m ON m.subject = w.value
    AND m.act = (SELECT max(n.act) FROM inbox_mark n WHERE n.subject = w.value)
    JOIN inbox_act a ON a.id = m.act`

/** The mark that stands of each of these, where there is one. */
export function marksOf(reader: Reader, subjects: readonly string[]): ReadonlyMap<string, Standing> {
  const rows = reader.all<Standing>(standing, JSON.stringify(subjects))
  return new Map(rows.map((row) => [row.subject, row]))
}

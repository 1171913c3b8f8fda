import type { Reader, Writer } from './connection.ts'

export interface LabelCount {
  readonly label: string
  readonly sources: number
}

/** Every label in use, by its text. */
export const labelCounts = (reader: Reader): readonly LabelCount[] =>
  reader.all<LabelCount>('SELECT text AS label, count(*) AS sources FROM label GROUP BY text ORDER BY text')

export const labelsOf = (reader: Reader, address: string): readonly string[] =>
  reader
    .all<{ text: string }>('SELECT text FROM label WHERE address = ? ORDER BY text', address)
    .map(({ text }) => text)

/** @returns the addresses whose labels such a change would change. */
export function wouldChange(
  reader: Reader,
  addresses: readonly string[],
  { add, remove }: { readonly add: readonly string[]; readonly remove: readonly string[] },
): readonly string[] {
  const taken = new Set(remove)
  const given = add.filter((text) => !taken.has(text))
  return addresses.filter((address) => {
    const worn = new Set(labelsOf(reader, address))
    return given.some((text) => !worn.has(text)) || remove.some((text) => worn.has(text))
  })
}

const insert = 'INSERT OR IGNORE INTO label (address, text, added_at) VALUES (?, ?, ?)'
const remove = 'DELETE FROM label WHERE address = ? AND text = ?'

/** First adds, then removes. @returns how many of the addresses got or lost a label. */
export function changeLabels(
  writer: Writer,
  addresses: readonly string[],
  change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  now: number,
): number {
  const changeOne = (address: string): boolean => {
    const added = change.add.map((text) => writer.run(insert, address, text, now).changes)
    const removed = change.remove.map((text) => writer.run(remove, address, text).changes)
    return [...added, ...removed].some((changes) => changes > 0)
  }
  return writer.transaction(() => addresses.filter(changeOne).length)
}

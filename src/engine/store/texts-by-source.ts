import type { Reader } from './connection.ts'

interface Row {
  readonly source: number
  readonly text: string
}

const agents = `
  SELECT DISTINCT x.source, u.text
  FROM json_each(?) wanted CROSS JOIN source_kind x ON x.source = wanted.value CROSS JOIN kind k ON k.id = x.kind
    JOIN user_agent u ON u.id = k.user_agent
  WHERE k.direction = 0`
const numbers = `
  SELECT x.source, n.text
  FROM json_each(?) wanted CROSS JOIN source_number x ON x.source = wanted.value JOIN number n ON n.id = x.number
  WHERE n.text <> ''`

/** By the id of a source: all that is kept of what it said. */
export type TextsBySource = ReadonlyMap<number, readonly string[]>

/** What each of these sources named itself. @param sources ids. */
export const agentsBySource = (reader: Reader, sources: readonly number[]): TextsBySource =>
  grouped(reader.all<Row>(agents, JSON.stringify(sources)))

/** The numbers that each of these sources called, without prefixes. @param sources ids. */
export const numbersBySource = (reader: Reader, sources: readonly number[]): TextsBySource =>
  grouped(reader.all<Row>(numbers, JSON.stringify(sources)))

function grouped(rows: readonly Row[]): TextsBySource {
  const bySource = new Map<number, string[]>()
  for (const { source, text } of rows) {
    const texts = bySource.get(source) ?? []
    texts.push(text)
    bySource.set(source, texts)
  }
  return bySource
}

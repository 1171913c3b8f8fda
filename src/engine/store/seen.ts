import type { Reader } from './connection.ts'

interface Text {
  readonly text: string
}

const agents = `
  SELECT u.text
  FROM json_each(?) wanted CROSS JOIN source_kind x ON x.source = wanted.value CROSS JOIN kind k ON k.id = x.kind
    JOIN user_agent u ON u.id = k.user_agent
  WHERE k.direction = 0 GROUP BY u.id ORDER BY sum(x.messages) DESC, u.text LIMIT ?`
const numbers = `
  SELECT n.text
  FROM json_each(?) wanted CROSS JOIN source_dialled x ON x.source = wanted.value
    CROSS JOIN dialled d ON d.id = x.dialled JOIN number n ON n.id = d.number
  WHERE n.text <> '' GROUP BY n.id ORDER BY sum(x.attempts) DESC, n.text LIMIT ?`

/** What these sources named themselves, most messages first. @param sources ids. */
export const userAgentsOf = (reader: Reader, sources: readonly number[], most: number): readonly string[] =>
  reader.all<Text>(agents, JSON.stringify(sources), most).map(({ text }) => text)

/** The numbers that these sources called, without prefixes, most attempts first. @param sources ids. */
export const numbersCalled = (reader: Reader, sources: readonly number[], most: number): readonly string[] =>
  reader.all<Text>(numbers, JSON.stringify(sources), most).map(({ text }) => text)

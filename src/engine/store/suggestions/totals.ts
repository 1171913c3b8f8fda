import type { Reader } from '../connection.ts'

const fewExamples = 3

interface Totals {
  readonly messages: number
  /** UTC microseconds. */
  readonly first: number | null
  readonly last: number | null
}

const totalsSql = `
  SELECT coalesce(sum(s.messages), 0) AS messages, min(s.first_seen) AS first, max(s.last_seen) AS last
  FROM json_each(?) w CROSS JOIN source s ON s.address = w.value`
const examplesSql = `
  SELECT s.address FROM json_each(?) w CROSS JOIN source s ON s.address = w.value
  ORDER BY s.messages DESC, s.address LIMIT ?`

/** What these sources sent, together. */
export function suggestionTotals(
  reader: Reader,
  sources: readonly string[],
): Totals & { readonly examples: readonly string[] } {
  const addresses = JSON.stringify(sources)
  const totals = reader.get<Totals>(totalsSql, addresses) ?? { messages: 0, first: null, last: null }
  const examples = reader.all<{ address: string }>(examplesSql, addresses, fewExamples)
  return { ...totals, examples: examples.map(({ address }) => address) }
}

import type { DialledNumber } from '../../../contract/console/vocabulary.ts'
import { confidenceCodes } from '../codes.ts'
import type { Reader } from '../connection.ts'

interface Row {
  readonly id: number
  readonly raw: string
  readonly core: string
  readonly prefix: string
  readonly confidence: number
}

const select = `
  SELECT d.id, d.raw, n.text AS core, x.text AS prefix, d.confidence
  FROM dialled d JOIN number n ON n.id = d.number JOIN prefix x ON x.id = d.prefix
  WHERE d.id IN (SELECT value FROM json_each(?))`

/** How dialled texts are read by now: by their row ids, which may repeat. */
export function readingsOf(reader: Reader, dialled: readonly number[]): ReadonlyMap<number, DialledNumber> {
  if (dialled.length === 0) return new Map()
  const rows = reader.all<Row>(select, JSON.stringify([...new Set(dialled)]))
  return new Map(
    rows.map(({ id, confidence, ...row }) => [id, { ...row, confidence: confidenceCodes.decode(confidence) }]),
  )
}

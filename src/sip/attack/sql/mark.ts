import type { SqlReader } from './reader.ts'

/** One thing that speaks for SQL. */
export interface Mark {
  /** Plain English, without text of the attacker. */
  readonly reason: string
  /** 10 suffices alone; less needs another. */
  readonly weight: number
  /** Offset in the text that was looked at. */
  readonly at: number
}

export const mark = (reader: SqlReader, index: number, reason: string, weight: number): Mark => ({
  reason,
  weight,
  at: reader.tokens[index]?.at ?? 0,
})

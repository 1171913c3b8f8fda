import { calculation, callBetweenQuotes, closedStatement } from './calculations.ts'
import { betweenQuotes, clause, condition, cutOff, operator } from './conditions.ts'
import { databaseFunction, delay, looseQuote } from './functions.ts'
import type { Mark } from './mark.ts'
import { choice, select, union } from './queries.ts'
import { SqlReader } from './reader.ts'
import { statement } from './statements.ts'

export interface SqlScore {
  /** Sum of the weights of different reasons. */
  readonly score: number
  /** In the order of the text, each reason once, with its greatest weight. */
  readonly marks: readonly Mark[]
}

/**
 * From this score on a text is SQL injection. Marks that stand in no sentence and no name weigh 10 and suffice alone;
 * those that might (a query in words, a function's name) weigh less and need another.
 */
export const sqlThreshold = 10

const rules = [
  condition,
  betweenQuotes,
  operator,
  clause,
  cutOff,
  calculation,
  callBetweenQuotes,
  closedStatement,
  union,
  select,
  choice,
  statement,
  delay,
  databaseFunction,
  looseQuote,
] as const

const nothing: SqlScore = { score: 0, marks: [] }

/** Nearly all texts hold none of these and need no closer look. */
const worthALook =
  /['#`\u02b9-\u2032\uff01-\uff5e]|--|\/\*|@@|\|\||&&|"[\s+]*(?:or|and)\b|\b(?:or|and|xor|union|select|order|having|limit|case|\w*sleep|benchmark|waitfor|drop|alter|create|truncate|delete|insert|replace|update|exec|execute|shutdown|declare|grant|attach|load|copy|call|set|into|vacuum|revoke|rename|handler|prepare|except|intersect)\b|\w\(|_|sysobjects|syscolumns|randomblob|zeroblob|utl_|dbms/i

/**
 * How much of a text is SQL, told by structure, never by single characters: `'`, `=`, `;`, `(` and `*` are legal in a
 * SIP user part (RFC 3261 §25.1), and people are called O'Brien and companies Union Select.
 *
 * @param text one field, its %-escapes decoded once and its lines unfolded. Linear time; only its first 4,096 characters
 *   are read.
 */
export function sqlScore(text: string): SqlScore {
  if (!worthALook.test(text)) return nothing
  const reader = new SqlReader(text)
  const marks = new Map<string, Mark>()
  for (const index of reader.tokens.keys()) {
    for (const rule of rules) keep(marks, rule(reader, index))
  }
  if (marks.size === 0) return nothing
  const found = [...marks.values()].toSorted((a, b) => a.at - b.at)
  return { score: found.reduce((sum, { weight }) => sum + weight, 0), marks: found }
}

function keep(marks: Map<string, Mark>, found: Mark | undefined): void {
  if (!found) return
  const known = marks.get(found.reason)
  if (!known || known.weight < found.weight) marks.set(found.reason, found)
}

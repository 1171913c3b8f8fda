import { isConnector } from './conditions.ts'
import { mark, type Mark } from './mark.ts'
import type { SqlReader } from './reader.ts'

/** `union all select null,null`: the attacker's rows among the application's. */
export function union(reader: SqlReader, index: number): Mark | undefined {
  if (!reader.isWord(index, 'union', 'except', 'intersect')) return undefined
  if (isBroken(reader, index) && isRows(reader, index + 1)) return mark(reader, index, 'UNION with rows', 10)
  let at = index + 1
  const all = reader.isWord(at, 'all', 'distinct', 'distinctrow')
  if (all) at++
  at = reader.past(at, 'open')
  if (!reader.isWord(at, 'select')) return undefined
  const weight = columns(reader, at + 1) + (isBroken(reader, index) ? 5 : 0) + (all ? 3 : 0)
  return mark(reader, index, 'UNION SELECT', Math.min(10, weight))
}

/** `union values(1,2)`, `union table users`. */
const isRows = (reader: SqlReader, at: number): boolean =>
  (reader.isWord(at, 'values') && reader.kind(at + 1) === 'open') ||
  (reader.isWord(at, 'table') && reader.isName(at + 1) && reader.isEnd(at + 2))

/** Companies are called Union Select; columns are what makes it SQL. */
function columns(reader: SqlReader, from: number): number {
  const at = reader.past(reader.isWord(from, 'all', 'distinct', 'top') ? from + 1 : from, 'open')
  if (isColumn(reader, at)) return reader.kind(at) === 'number' && isSentence(reader, at + 1) ? 4 : 10
  if (!reader.isName(at)) return 0
  const listed = reader.kind(at + 1) === 'comma'
  const tight = listed && reader.tokens[at + 2]?.gap === false
  return (reader.find(at + 1, 'from') === -1 ? 2 : listed || reader.isWord(at + 1, 'from') ? 10 : 5) + (tight ? 8 : 0)
}

/** `Trade Union Select 2 Go`. */
const isSentence = (reader: SqlReader, index: number): boolean =>
  reader.isName(index) && reader.isName(index - 4) && !isBroken(reader, index - 3)

/** What stands in the list of a SELECT and in no sentence. */
const isColumn = (reader: SqlReader, at: number): boolean => {
  const kind = reader.kind(at)
  if (kind === 'number' || kind === 'variable' || kind === 'quote') return true
  if (kind === 'star') return reader.isEnd(at + 1) || reader.isWord(at + 1, 'from')
  return (
    reader.isWord(at, 'null', 'char', 'chr', 'concat') || (reader.isCall(at) && reader.tokens[at + 1]?.gap === false)
  )
}

/** Behind a quote, a number or a comment: not within a sentence. */
const isBroken = (reader: SqlReader, index: number): boolean => {
  const kind = reader.kind(index - 1)
  return kind === 'quote' || kind === 'number' || kind === 'comment' || kind === 'close'
}

/** `(select …`, `; select …`, `select * from …`. */
export function select(reader: SqlReader, index: number): Mark | undefined {
  if (!reader.isWord(index, 'select') || reader.isWord(index - 1, 'union', 'all', 'distinct')) return undefined
  if (isQuotedWord(reader, index)) return undefined
  const before = reader.kind(index - 1)
  const column = isColumn(reader, index + 1)
  const from = reader.find(index + 1, 'from')
  const table = from !== -1 && (reader.isName(from + 1) || reader.kind(from + 1) === 'open')
  if (!column && !table) return undefined
  const listed = reader.isWord(index + 2, 'from') || reader.kind(index + 2) === 'comma'
  if (before === 'open' && (column || listed)) {
    return mark(reader, index, 'a query inside brackets', column || isValue(reader, index - 2) ? 10 : 6)
  }
  if ((before === 'semicolon' || before === 'quote') && (column || listed))
    return mark(reader, index, 'a second query', 10)
  const whole = index === 0 && table && listed && reader.tokens[index + 2]?.gap === false
  if (whole) return mark(reader, index, 'a query and nothing else', 10)
  if (column) return mark(reader, index, 'a query', table || reader.kind(index + 1) === 'variable' ? 10 : 6)
  return mark(reader, index, 'a query', listed && reader.tokens[index + 2]?.gap === false ? 6 : 4)
}

/** `My "select" from the menu`. */
const isQuotedWord = (reader: SqlReader, index: number): boolean =>
  reader.kind(index - 1) === 'quote' &&
  reader.tokens[index - 1]?.text === reader.tokens[index + 1]?.text &&
  reader.tokens[index]?.gap === false &&
  reader.tokens[index + 1]?.gap === false

/** Whether a bracket behind this one stands for a value: `=(select`, `'||(select`, `and (select`. */
function isValue(reader: SqlReader, before: number): boolean {
  const token = reader.tokens[before]
  if (!token) return false
  if (token.kind === 'word') return isConnector(reader, before) || reader.isWord(before, 'in', 'exists', 'not')
  return token.kind !== 'other' || arithmetic.test(token.text)
}

const arithmetic = /^[-/|&^%]$/

/** `case when (1=1) then`. */
export function choice(reader: SqlReader, index: number): Mark | undefined {
  if (!reader.isWord(index, 'case')) return undefined
  const at = reader.isWord(index + 1, 'when') ? index + 2 : reader.isWord(index + 2, 'when') ? index + 3 : -1
  if (at === -1 || reader.find(at, 'then') === -1) return undefined
  return mark(reader, index, 'CASE WHEN', reader.comparison(at) || reader.kind(at) === 'number' ? 10 : 3)
}

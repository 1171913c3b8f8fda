import { mark, type Mark } from './mark.ts'
import { isLike, type SqlReader } from './reader.ts'

/** Where a token stands: behind a quote an injection has just left the application's string. */
type Place = 'quote' | 'value' | 'word' | 'start'

function placeOf(reader: SqlReader, index: number): Place {
  let at = index - 1
  while (reader.kind(at) === 'close' || reader.kind(at) === 'comment') at--
  const kind = reader.kind(at)
  if (kind === undefined) return at === index - 1 ? 'start' : 'value'
  if (kind === 'quote') return 'quote'
  return kind === 'number' || at !== index - 1 ? 'value' : 'word'
}

export const isConnector = (reader: SqlReader, index: number): boolean =>
  reader.kind(index) === 'join' || reader.isWord(index, 'or', 'and', 'xor')

/** `' or 1=1`, `1 and substring(x,1,1)='a'`, `') or true --`, `'||'`. */
export function condition(reader: SqlReader, index: number): Mark | undefined {
  if (!isConnector(reader, index)) return undefined
  const place = placeOf(reader, index)
  return joined(reader, index, place) ?? compared(reader, index, place) ?? single(reader, index, place)
}

/** Oracle, PostgreSQL and SQLite put strings together with `||`. */
function joined(reader: SqlReader, index: number, place: Place): Mark | undefined {
  if (reader.kind(index) !== 'join') return undefined
  const behind = reader.kind(index + 1)
  const before = place === 'quote'
  if (behind === 'quote' && before) return mark(reader, index, 'strings put together by ||', 10)
  if (behind === 'open' && before) return mark(reader, index, 'a query put into a string by ||', 10)
  if (reader.isCall(index + 1)) return mark(reader, index, 'a call put into a string by ||', before ? 10 : 5)
  return undefined
}

function compared(reader: SqlReader, index: number, place: Place): Mark | undefined {
  const found = reader.comparison(index + 1)
  if (!found) return undefined
  const broken = place === 'quote' || place === 'value'
  if (found.always) return mark(reader, index, 'a condition that is always true', 10)
  if (found.constant) return mark(reader, index, 'a condition on constants', broken ? 10 : 4)
  if (place === 'quote') return mark(reader, index, 'a quote, then a condition', reader.isOutside(index) ? 10 : 5)
  const call = reader.isCall(reader.past(index + 1, 'open'))
  return mark(reader, index, 'a condition', broken && call ? 10 : call ? 6 : 3)
}

/** What a string must begin with to be true by itself. */
const truths = /^(?:\d|true$|false$)/

/** `or 1`, `or true --`: no comparison, but nothing follows. */
function single(reader: SqlReader, index: number, place: Place): Mark | undefined {
  const operand = reader.operand(reader.past(index + 1, 'open'))
  if (!operand || place === 'word' || place === 'start') return undefined
  const end = reader.past(operand.end, 'close')
  if (operand.call) return mark(reader, index, 'a call as condition', weightOfCall(reader, end, place))
  const ended = reader.isEnd(end) || (isConnector(reader, end) && reader.kind(end + 1) === 'quote')
  if (operand.constant === undefined || !truths.test(operand.constant) || !ended) return undefined
  const either = !reader.isWord(index, 'and')
  const commented = reader.kind(end) === 'comment'
  const sentence = isElided(reader, index) || (reader.kind(end - 1) === 'number' && reader.kind(end) === 'quote')
  const remark = sentence && reader.tokens[end]?.gap === true
  const open = either && place === 'quote' && reader.isOutside(index) && !sentence
  const weight = (commented && !remark) || open ? 10 : 4
  return mark(reader, index, 'a value as condition', weight)
}

function weightOfCall(reader: SqlReader, end: number, place: Place): number {
  if (place !== 'quote') return 4
  return reader.kind(end) === 'comment' ? 10 : 6
}

/** `Bouton d'or 5`: French drops the vowel of short words. */
const isElided = (reader: SqlReader, index: number): boolean =>
  /^(?:[cdjlmnst]|qu)$/.test(reader.word(index - 2)) &&
  reader.tokens[index]?.gap === false &&
  reader.tokens[index - 1]?.gap === false

/** `'='`: a string compared with what stands around it. */
export function betweenQuotes(reader: SqlReader, index: number): Mark | undefined {
  const isBetween =
    reader.kind(index) === 'compare' && reader.kind(index - 1) === 'quote' && reader.kind(index + 1) === 'quote'
  if (!isBetween || reader.tokens[index - 1]?.text === '"') return undefined
  return mark(reader, index, 'a string compared with its own quotes', 10)
}

/** `x' regexp '^a`: an operator where a string of the application should end. */
export function operator(reader: SqlReader, index: number): Mark | undefined {
  if (!isLike(reader.word(index)) || reader.kind(index - 1) !== 'quote' || !reader.isOutside(index)) return undefined
  return reader.kind(index + 1) === 'quote' ? mark(reader, index, 'a quote, then a comparison', 10) : undefined
}

/** `order by 3--` counts columns, `group by x having 1=1` asks for their names. */
export function clause(reader: SqlReader, index: number): Mark | undefined {
  if (reader.isWord(index, 'order', 'group') && reader.isWord(index + 1, 'by')) return ordered(reader, index)
  if (reader.isWord(index, 'having')) return having(reader, index)
  if (reader.isWord(index, 'where')) return where(reader, index)
  if (reader.isWord(index, 'limit') && reader.kind(index + 1) === 'number') return limited(reader, index)
  if (reader.kind(index - 1) === 'quote') return behindQuote(reader, index)
  return undefined
}

/** `x' natural join users`, `x' for update--`. */
function behindQuote(reader: SqlReader, index: number): Mark | undefined {
  const join = reader.isWord(index, 'natural', 'cross', 'inner', 'left') && reader.isWord(index + 1, 'join')
  const locked =
    reader.isWord(index, 'for') && reader.isWord(index + 1, 'update') && reader.kind(index + 2) === 'comment'
  if (!locked && !(join && reader.isName(index + 2) && reader.isOutside(index))) return undefined
  return mark(reader, index, 'a quote, then another clause', 10)
}

function ordered(reader: SqlReader, index: number): Mark | undefined {
  const place = placeOf(reader, index)
  const named = place === 'quote' && reader.isName(index + 2) && reader.kind(index + 3) === 'comment'
  const behind = reader.kind(index + 2) === 'number' || reader.kind(index + 2) === 'open' || named
  if (!behind || !reader.isEnd(index + 3)) return undefined
  const end = reader.past(index + 3, 'semicolon')
  const comment = reader.kind(end) === 'comment' && (place === 'value' || reader.tokens[end]?.gap === false)
  return mark(
    reader,
    index,
    'ORDER BY the number of a column',
    place === 'quote' || comment ? 10 : place === 'value' ? 6 : 4,
  )
}

function having(reader: SqlReader, index: number): Mark | undefined {
  const found = reader.comparison(index + 1)
  if (!found) return undefined
  const strong = found.constant || placeOf(reader, index) === 'quote' || reader.isCall(index + 1)
  return mark(reader, index, 'HAVING with a condition', strong ? 10 : 3)
}

/** `select … from x where y=1`. */
function where(reader: SqlReader, index: number): Mark | undefined {
  const told = reader.isWord(index - 2, 'from', 'set', 'update') && reader.comparison(index + 1)
  return told ? mark(reader, index, 'WHERE with a condition', 6) : undefined
}

function limited(reader: SqlReader, index: number): Mark | undefined {
  const behind = reader.kind(index + 2)
  const more = behind === 'comma' || behind === 'comment' || behind === 'close'
  if (!more && !reader.isWord(index + 2, 'offset', 'into', 'procedure')) return undefined
  return mark(reader, index, 'LIMIT of a query', placeOf(reader, index) === 'quote' ? 10 : 5)
}

/** `admin'--`: the rest of the application's query is cut off. */
export function cutOff(reader: SqlReader, index: number): Mark | undefined {
  if (reader.kind(index) !== 'comment' || isQuoted(reader, index)) return undefined
  let at = index - 1
  if (reader.kind(at) === 'semicolon') at--
  const closed = reader.kind(at) === 'close'
  while (reader.kind(at) === 'close') at--
  const quoted = reader.kind(at) === 'quote'
  if (!quoted && !closed) return undefined
  const reason = quoted ? 'a quote, then a comment' : 'a bracket, then a comment'
  const weight = quoted ? weightOfComment(reader, index, at + 1 < index) : 4
  return endsAt(reader, index + 1) || quoted ? mark(reader, index, reason, weight) : undefined
}

/** `press '#' now`. */
const isQuoted = (reader: SqlReader, index: number): boolean =>
  reader.kind(index - 1) === 'quote' &&
  reader.tokens[index - 1]?.text === reader.tokens[index + 1]?.text &&
  reader.tokens[index + 1]?.gap === false

/** Names end in a quote and go on behind a dash too: `The Jones' -- a family`, `Bob' #3`. */
function weightOfComment(reader: SqlReader, index: number, closed: boolean): number {
  if (endsAt(reader, index + 1)) return 10
  const token = reader.tokens[index]
  if (token?.text === '#' || !reader.isOutside(index)) return 3
  if (reader.tokens[index + 1]?.gap === false) return 4 // a'--b@host may be a Call-ID
  if (closed || token?.gap === false) return 10
  const short = (reader.tokens[index + 1]?.text.length ?? 0) <= 2
  return short && endsAt(reader, index + 2) ? 8 : 4
}

/** Nothing but further dashes and what ends a field. */
function endsAt(reader: SqlReader, index: number): boolean {
  const text = reader.tokens[index]?.text
  return reader.isEnd(index) || text === '-'
}

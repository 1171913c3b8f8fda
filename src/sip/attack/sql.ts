import { injectable } from './fields.ts'
import type { SipMessage } from '../message/message.ts'

/**
 * SQL injection is told by structure, never by single characters: `'`, `=`, `;`, `(` and `*` are legal in a SIP user
 * part (RFC 3261 §25.1), and people are called O'Brien and companies Union Select.
 */
interface SqlMark {
  readonly reason: string
  readonly pattern: RegExp
}

const marks: readonly SqlMark[] = [
  {
    reason: 'a quote, then a condition',
    // "Smith (Holdings) and Sons" <sip:…> has no condition: behind its `<` stands an address.
    pattern:
      /['")] ?(?:or|and|\|\||&&)\b ?(?:not )?['"(]{0,4} ?\w{1,64}['")]{0,4} ?(?:=|<(?! ?[a-z]{2,8}:)|>|like ?['"(%]|in ?\( ?(?:select\b|['"\d])|is (?:not )?(?:null|true|false)\b)/,
  },
  { reason: 'a condition that is always true', pattern: /\b(?:or|and) \(?(\d{1,9}|'\w{0,32}') ?= ?\(?\1(?!\w)/ },
  {
    reason: 'UNION SELECT with columns',
    pattern:
      /\bunion (?:all |distinct )?select (?:null\b|[\d'"*@(]|\w{1,64}(?:\(|,\w| from\b|(?: ?, ?\w{1,64}){1,30} from\b))/,
  },
  { reason: 'a query inside brackets', pattern: /\( ?select (?:\d|\*|null\b|@@|\w{1,64} ?\(|\w{1,64} from\b)/ },
  {
    reason: 'a second statement',
    pattern:
      /; ?(?:(?:drop|alter|create|truncate) (?:table|database|user|view)\b|delete from \w{1,64} ?(?:where\b|[;'"`]|--|$)|insert into|update \w{1,64} set ['"`]?\w{1,64}['"`]? ?=|exec(?:ute)? (?:immediate\b|\(|[xs]p_|\w{1,64}\.)|shutdown ?(?:with\b|;|--|$)|declare @)/,
  },
  {
    reason: 'a delay',
    pattern: /\b(?:(?:pg_)?sleep ?\( ?[\d.]{1,9} ?\)|benchmark ?\( ?\d{1,12} ?,)|\bwaitfor (?:delay|time) ?['"(]/,
  },
  {
    reason: 'a database function',
    pattern:
      /\b(?:extractvalue|updatexml|load_file|xp_cmdshell|utl_http)\b ?[('.]|\binformation_schema\.|\binto (?:out|dump)file ?['"]/,
  },
  { reason: 'a quote, then a comment to the end', pattern: /' ?\)* ?;? ?(?:--|#) ?-? ?(?:[",;>@]|$)/ },
]

/** Nearly all messages hold none of these and need no closer look. */
const worthALook =
  /'|--|\/\*|\b(?:or|and|union|select|(?:pg_)?sleep|benchmark|waitfor|drop|alter|create|truncate|delete|insert|update|exec|execute|shutdown|declare|extractvalue|updatexml|load_file|xp_cmdshell|utl_http|information_schema|outfile|dumpfile)\b/i

/** What makes a message SQL injection, in words; `undefined` when nothing does. */
export function sqlInjection(message: SipMessage): string | undefined {
  for (const text of injectable(message)) {
    const reason = worthALook.test(text) ? sqlMark(text) : undefined
    if (reason !== undefined) return reason
  }
  return undefined
}

function sqlMark(text: string): string | undefined {
  const plain = normalised(text)
  return marks.find(({ pattern }) => pattern.test(plain))?.reason
}

/** As a database would read it: lower case, comments and any white space as one blank, quoted pairs as quotes. */
function normalised(text: string): string {
  return text
    .toLowerCase()
    .replace(/\\(["'\\])/g, '$1')
    .replace(/\/\*[^*]{0,64}\*\//g, ' ')
    .replace(/[\s+\0]+/g, ' ')
}

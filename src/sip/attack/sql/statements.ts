import { mark, type Mark } from './mark.ts'
import type { SqlReader } from './reader.ts'

/** `; drop table x`: a second statement behind the application's own. */
export function statement(reader: SqlReader, index: number): Mark | undefined {
  const grammar = grammars.get(reader.word(index))
  if (!grammar?.(reader, index + 1)) return undefined
  const before = reader.kind(index - 1)
  if (before === 'semicolon') return mark(reader, index, 'a second statement', 10)
  if (before === 'quote' || before === 'comment') return mark(reader, index, 'a statement behind a quote', 10)
  return mark(reader, index, 'a statement', long.has(reader.word(index)) ? 8 : 4)
}

/** Their grammar is long enough to stand in no sentence. */
const long: ReadonlySet<string> = new Set(['insert', 'update', 'declare', 'attach', 'load'])

/** Whether what follows the verb is how the statement goes on. */
type Grammar = (reader: SqlReader, at: number) => boolean

const objects: readonly string[] = [
  'table',
  'database',
  'schema',
  'user',
  'view',
  'index',
  'procedure',
  'function',
  'trigger',
  'login',
  'role',
]

/** Behind a quote or not. */
const named = (reader: SqlReader, at: number): number => {
  const start = reader.kind(at) === 'quote' ? at + 1 : at
  if (!reader.isName(start)) return -1
  return reader.kind(start + 1) === 'quote' && start > at ? start + 2 : start + 1
}

const object: (...more: readonly string[]) => Grammar =
  (...more) =>
  (reader, at) => {
    let name = at
    while (reader.isWord(name, 'or', 'replace', 'temporary', 'temp', 'unique') && name < at + 4) name++
    if (!reader.isWord(name++, ...objects)) return false
    while (reader.isWord(name, 'if', 'not', 'exists') && name < at + 7) name++
    const end = named(reader, name)
    return end !== -1 && (reader.isEnd(end) || reader.kind(end) === 'open' || reader.isWord(end, ...more))
  }

const insert: Grammar = (reader, at) => {
  const end = reader.isWord(at, 'into') ? named(reader, at + 1) : -1
  return (
    end !== -1 && (reader.isEnd(end) || reader.kind(end) === 'open' || reader.isWord(end, 'values', 'select', 'set'))
  )
}

const update: Grammar = (reader, at) => {
  const end = named(reader, at)
  const column = end !== -1 && reader.isWord(end, 'set') ? named(reader, end + 1) : -1
  return column !== -1 && reader.kind(column) === 'compare'
}

const remove: Grammar = (reader, at) => {
  const end = reader.isWord(at, 'from') ? named(reader, at + 1) : -1
  return end !== -1 && (reader.isEnd(end) || reader.isWord(end, 'where', 'limit', 'returning'))
}

const execute: Grammar = (reader, at) => {
  const kind = reader.kind(at)
  if (kind === 'open' || kind === 'quote' || kind === 'variable' || reader.isWord(at, 'immediate')) return true
  return /^(?:[xs]p_|\w+\.)/.test(reader.word(at))
}

const declare: Grammar = (reader, at) =>
  reader.kind(at) === 'variable' ||
  (reader.isName(at) && reader.isWord(at + 1, 'varchar', 'nvarchar', 'int', 'char', 'cursor', 'number'))

const shutdown: Grammar = (reader, at) => reader.isWord(at, 'with') || reader.isEnd(at)
const truncate: Grammar = (reader, at) => {
  const name = reader.isWord(at, 'table') ? at + 1 : at
  return reader.isName(name) && reader.isEnd(name + 1)
}
const revoke: Grammar = (reader, at) => reader.find(at, 'on') !== -1 && reader.find(at, 'from') !== -1
const grant: Grammar = (reader, at) =>
  (reader.find(at, 'on') !== -1 && reader.find(at, 'to') !== -1) ||
  (reader.isName(at) && reader.isWord(at + 1, 'to') && reader.isName(at + 2) && reader.isEnd(at + 3))
const alone: Grammar = (reader, at) => reader.isEnd(at)
const handler: Grammar = (reader, at) => reader.isName(at) && reader.isWord(at + 1, 'open', 'read', 'close')
const rename: Grammar = (reader, at) => reader.isWord(at, 'table', 'user') && reader.isWord(at + 2, 'to')
const prepare: Grammar = (reader, at) => reader.isName(at) && reader.isWord(at + 1, 'from', 'as')
const password: Grammar = (reader, at) =>
  reader.kind(at) === 'variable' || (reader.isWord(at, 'password') && reader.isWord(at + 1, 'for', 'to'))
const attach: Grammar = (reader, at) => reader.isWord(at, 'database') && reader.kind(at + 1) === 'quote'
const load: Grammar = (reader, at) => reader.isWord(at, 'data') && reader.find(at, 'infile') !== -1
const copy: Grammar = (reader, at) =>
  reader.isName(at) &&
  reader.isWord(at + 1, 'to', 'from') &&
  (reader.isWord(at + 2, 'program') || reader.kind(at + 2) === 'quote')
const call: Grammar = (reader, at) => reader.isCall(at)

const grammars: ReadonlyMap<string, Grammar> = new Map([
  ['drop', object('cascade', 'restrict', 'purge')],
  ['create', object('as', 'identified', 'with', 'on', 'login', 'password', 'for')],
  [
    'alter',
    object(
      'add',
      'drop',
      'modify',
      'rename',
      'set',
      'with',
      'identified',
      'alter',
      'owner',
      'change',
      'enable',
      'disable',
    ),
  ],
  ['truncate', truncate],
  ['insert', insert],
  ['replace', insert],
  ['update', update],
  ['delete', remove],
  ['exec', execute],
  ['execute', execute],
  ['declare', declare],
  ['shutdown', shutdown],
  ['grant', grant],
  ['revoke', revoke],
  ['attach', attach],
  ['load', load],
  ['copy', copy],
  ['call', call],
  ['set', password],
  ['vacuum', alone],
  ['rename', rename],
  ['handler', handler],
  ['prepare', prepare],
])

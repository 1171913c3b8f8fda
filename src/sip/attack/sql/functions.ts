import { mark, type Mark } from './mark.ts'
import type { SqlReader } from './reader.ts'

/** Make the database wait, so that the time of the answer tells one bit. */
const delays =
  /^(?:pg_sleep(?:_for|_until)?|dbms_(?:lock|session)\.sleep|user_lock\.sleep|dbms_pipe\.receive_message|randomblob|zeroblob)$/

/** `sleep(5)`, `benchmark(5000000,…`, `waitfor delay '0:0:5'`. */
export function delay(reader: SqlReader, index: number): Mark | undefined {
  const word = reader.word(index)
  const open = reader.kind(index + 1) === 'open'
  if (open && delays.test(word)) return mark(reader, index, 'a delay', 10)
  if (word === 'sleep' && open) return sleep(reader, index)
  if (word === 'benchmark' && open && reader.kind(index + 2) === 'number' && reader.kind(index + 3) === 'comma') {
    return mark(reader, index, 'a delay', 10)
  }
  if (word !== 'waitfor' || !reader.isWord(index + 1, 'delay', 'time')) return undefined
  const time = reader.kind(index + 2)
  return time === 'quote' || time === 'number' || time === 'variable' ? mark(reader, index, 'a delay', 10) : undefined
}

/** `Deep Sleep (8)` is the name of a hotel. */
function sleep(reader: SqlReader, index: number): Mark | undefined {
  const seconds = reader.past(index + 2, 'open')
  const timed = reader.kind(seconds) === 'number' && reader.kind(seconds + 1) === 'close'
  const asked = reader.operand(index + 2)?.call === true
  const tight = reader.tokens[index + 1]?.gap === false
  const named = tight && reader.isName(seconds) && reader.kind(seconds + 1) === 'close'
  if (!timed && !asked && !named) return undefined
  return mark(reader, index, 'a delay', tight && !named ? 10 : 6)
}

/** Nobody writes these but to a database. */
const certain =
  /^(?:extractvalue|updatexml|xmltype|load_file|load_extension|group_concat|string_agg|sys_context|sqlite_version|pg_read_file|pg_ls_dir|lo_import|openrowset|opendatasource|fn_xe_file_target_read_file|analyse)$/
const unmistakable =
  /^(?:(?:information_schema|pg_catalog|master\.|utl_(?:http|inaddr|file|smtp)|dbms_\w+|sys\.(?:tables|columns|objects))\.?.*|xp_\w+|sp_(?:executesql|oacreate|password|configure|makewebtask)|sqlite_(?:master|schema|temp_master)|sysobjects|syscolumns|pg_shadow|pg_user)$/
/** Used in other languages as well, or words. */
const common: ReadonlySet<string> = new Set(
  'substring substr mid ascii ord char chr concat concat_ws cast convert hex unhex version user database current_user system_user schema length len if iif ifnull nullif isnull coalesce count md5 lower upper instr unicode row_number to_char dual db_name quote left right floor rand exp json_extract'.split(
    ' ',
  ),
)

export function databaseFunction(reader: SqlReader, index: number): Mark | undefined {
  if (reader.kind(index) === 'variable') return variable(reader, index)
  const word = reader.word(index)
  if (word === '') return undefined
  const tight = reader.kind(index + 1) === 'open' && reader.tokens[index + 1]?.gap === false
  if (unmistakable.test(word) || (tight && certain.test(word))) return mark(reader, index, 'part of a database', 10)
  if (word === 'into' && reader.isWord(index + 1, 'outfile', 'dumpfile'))
    return mark(reader, index, 'writes a file', 10)
  return tight && common.has(word) ? mark(reader, index, `the function ${word.toUpperCase()}`, 4) : undefined
}

function variable(reader: SqlReader, index: number): Mark | undefined {
  const system = reader.tokens[index]?.text.startsWith('@@') === true
  return system ? mark(reader, index, 'a variable of the database', 6) : undefined
}

/** `x' + …`: unlike the apostrophe of O'Brien it stands at the end of a word, and nothing closes it. */
export function looseQuote(reader: SqlReader, index: number): Mark | undefined {
  const token = reader.tokens[index]
  if (token?.text !== "'" || reader.quotes % 2 === 0) return undefined
  const within = isTight(reader, index) && isTight(reader, index + 1)
  return within ? undefined : mark(reader, index, 'a quote that nothing closes', 3)
}

const isTight = (reader: SqlReader, index: number): boolean =>
  reader.tokens[index]?.gap === false && reader.kind(index) !== undefined

import { visible } from '../../sip/text/visible.ts'
import { fieldOf, type FieldName } from '../fields.ts'
import { quotedBytes } from '../parse/quoting.ts'
import type { Clock } from '../times/span.ts'
import { writePlain } from '../write/values.ts'
import { refused, said, type Answer } from './answer.ts'
import { counterparts, protocols, type Counterpart } from './fields.ts'
import { patternOf } from './patterns.ts'
import { timeCondition } from './times.ts'
import type { Sign, Token } from './tokens.ts'

/** A field or protocol named alone: there is one. */
export function existsOf(name: string): Answer {
  const protocol = protocols.get(name.toLowerCase())
  if (protocol !== undefined) return said(protocol)
  const counterpart = counterparts.get(name.toLowerCase())
  if (counterpart?.kind === 'always') return said(counterpart.filter)
  if (counterpart?.kind === 'same') return said(`${counterpart.fields[0] ?? 'src'}:*`)
  return counterpart?.kind === 'time' ? said('*') : unknown(name)
}

export function conditionOf(name: string, sign: Sign, values: readonly Token[], clock: Clock): Answer {
  const counterpart = counterparts.get(name.toLowerCase())
  if (!counterpart) return unknown(name)
  if (values.length === 0) return refused('nothing stands behind it')
  const texts = values.map(({ text }) => text)
  switch (counterpart.kind) {
    case 'same':
      return sameCondition(counterpart.fields, sign, texts)
    case 'uri-user':
      return uriUser(sign, texts)
    case 'time':
      return timeCondition(sign, texts, counterpart.epoch, clock)
    case 'bytes':
      return byteCondition(sign, texts)
    case 'always':
      return alwaysCondition(counterpart, sign, texts)
  }
}

const unknown = (name: string): Answer => refused(`there is no field for ${visible(name)}`)

function alwaysCondition(
  { filter }: Extract<Counterpart, { kind: 'always' }>,
  sign: Sign,
  texts: readonly string[],
): Answer {
  const [wanted = ''] = texts
  const isTrue = /^(?:1|true)$/i.test(wanted)
  if ((sign !== '==' && sign !== '!=') || (!isTrue && !/^(?:0|false)$/i.test(wanted)))
    return refused('it is true or false')
  return said(isTrue === (sign === '==') ? filter : negatedText(filter))
}

const negatedText = (filter: string): string => (filter.startsWith('-') ? filter.slice(1) : `-${filter}`)

function sameCondition(fields: readonly FieldName[], sign: Sign, texts: readonly string[]): Answer {
  const values = fields.map((field) => valuesOf(field, sign, texts))
  const [first] = values
  if (first === undefined) return refused('it cannot be compared so here')
  const filters = fields.map((field) => `${field}:${first}`)
  const minus = sign === '!=' ? '-' : ''
  if (filters.length === 1) return said(`${minus}${filters.join('')}`)
  return sign === '!=' ? said(`-(${filters.join(' or ')})`) : said(filters.join(' or '), true)
}

/** What stands behind the colon; `undefined` when a field of this type cannot be asked so. */
function valuesOf(name: FieldName, sign: Sign, texts: readonly string[]): string | undefined {
  const { type } = fieldOf(name)
  const ordered = sign === '>' || sign === '>=' || sign === '<' || sign === '<='
  if (ordered) return type.kind === 'number' ? `${sign}${texts[0] ?? ''}` : undefined
  if (sign === 'contains' || sign === 'matches') return type.kind === 'text' ? partOf(sign, texts[0] ?? '') : undefined
  return texts.map((text) => writePlain(name, text)).join(',')
}

const partOf = (sign: 'contains' | 'matches', text: string): string | undefined =>
  sign === 'contains' ? `*${quotedPiece(text)}*` : patternOf(text)

const quotedPiece = (text: string): string => writePlain('ua', text)

/** `+` and digits are what was dialled; other users are looked for in the Request-URI itself. */
function uriUser(sign: Sign, texts: readonly string[]): Answer {
  const minus = sign === '!=' ? '-' : ''
  if (sign === 'contains') return said(`ruri:*${quotedPiece(texts[0] ?? '')}*@*`)
  if (sign !== '==' && sign !== '!=' && sign !== 'in') return refused('it cannot be compared so here')
  if (texts.every((text) => /^\+\d+$/.test(text))) return said(`${minus}num:${texts.join(',')}`)
  return said(`${minus}ruri:${texts.map((text) => `*:${quotedPiece(text)}@*`).join(',')}`)
}

/** Wireshark's regular expressions do not mind the case of letters. */
function byteCondition(sign: Sign, texts: readonly string[]): Answer {
  const [text = ''] = texts
  if (text === '') return refused('nothing to look for')
  if (sign === 'contains') return said(`raw:${quotedBytes(new TextEncoder().encode(text))}`)
  if (sign !== 'matches') return refused('bytes are searched with contains or matches')
  return said(`~"${`(?i)${text}`.replace(/\\[^]|"/g, (part) => (part === '"' ? '\\"' : part))}"`)
}

import { visible } from '../../sip/text/visible.ts'
import type { FieldName } from '../fields.ts'
import type { ByteSearch, Filter, Test } from '../filter.ts'
import { quotedBytes } from '../parse/quoting.ts'
import { cut, orList, shown } from './lists.ts'
import { methodItem, phraseOf, type Phrase, type PhraseOptions } from './phrases.ts'

export interface EchoOptions extends PhraseOptions {
  /** As which field's value the store found a bare word, so that the echo says so. */
  readonly wordIs?: (text: string) => FieldName | undefined
}

type Term = Extract<Filter, { kind: 'term' }>

/**
 * The filter in plain English, e.g. `INVITEs from DE or NL in the last hour, not labelled research`. Times are those of
 * the zone, and text that others wrote is made visible.
 */
export function echoOf(filter: Filter, options: EchoOptions): string {
  const sentence = sentenceOf(filter, options)
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function sentenceOf(filter: Filter, options: EchoOptions): string {
  if (filter.kind === 'everything') return 'all messages'
  if (filter.kind === 'not' && filter.part.kind === 'everything') return 'no messages'
  if (filter.kind === 'or') return filter.parts.map((part) => sentenceOf(part, options)).join('; or ')
  return conjunction(filter.kind === 'and' ? filter.parts : [filter], options)
}

/** `INVITEs from DE in the last hour, not labelled research`. */
function conjunction(parts: readonly Filter[], options: EchoOptions): string {
  const terms = parts.filter((part) => part.kind === 'term')
  const method = terms.find(({ field, test }) => field === 'method' && isNamed(test))
  const answers = terms.some(({ field }) => field === 'code')
  const rest = parts.filter((part) => part !== method && !(part.kind === 'term' && isAnyAnswer(part)))
  const positive = timeLast(rest.filter(({ kind }) => kind !== 'not')).map((part) => phrase(part, options).is)
  const negative = rest.filter(({ kind }) => kind === 'not').map((part) => phrase(part, options).is)
  return joined(nounOf(method, answers), oneVerb(positive), negative)
}

/** Up to two phrases flow; more are parted by commas, as are those that say what messages are not. */
function joined(noun: string, positive: readonly string[], negative: readonly string[]): string {
  const [first = '', ...more] = positive.length === 0 ? negative : positive
  const head = first === '' ? noun : `${noun} ${first}`
  const main = [head, ...(positive.length === 0 ? [] : more)].join(more.length > 1 ? ', ' : ' ')
  return [main, ...(positive.length === 0 ? more : negative)].join(', ')
}

/** `dialling 46850780296 behind prefix 900`. */
const oneVerb = (phrases: readonly string[]): readonly string[] =>
  phrases.map((each, at) => (phrases[at - 1]?.startsWith('dialling ') ? each.replace(/^dialling /, '') : each))

function nounOf(method: Term | undefined, answers: boolean): string {
  const methods = method?.test.kind === 'oneOf' ? orList(method.test.values.map(methodItem)) : undefined
  if (answers) return methods === undefined ? 'answers' : `answers to ${methods}`
  return methods ?? 'messages'
}

/** Whether all of it are words that can be put in the plural. */
const isNamed = (test: Test): boolean =>
  test.kind === 'oneOf' && test.values.every((value) => value.kind === 'text' && /^[\w-]+$/.test(value.text))

const isAnyAnswer = ({ field, test }: Term): boolean => field === 'code' && test.kind === 'any'

const timeFields: ReadonlySet<FieldName> = new Set(['at', 'since', 'until'])

function timeLast(parts: readonly Filter[]): readonly Filter[] {
  const isTime = (part: Filter): boolean => part.kind === 'term' && timeFields.has(part.field)
  return [...parts.filter((part) => !isTime(part)), ...parts.filter(isTime)]
}

/** What stands behind the word for messages. */
function phrase(filter: Filter, options: EchoOptions): Phrase {
  switch (filter.kind) {
    case 'everything':
      return { is: 'of any kind', isNot: 'of no kind' }
    case 'term':
      return phraseOf(filter.field, filter.test, options)
    case 'word':
      return wordPhrase(filter.text, options)
    case 'bytes':
      return bytesPhrase(filter.search)
    case 'not':
      return turned(phrase(filter.part, options))
    case 'and':
    case 'or':
      return groupPhrase(filter, options)
  }
}

const turned = ({ is, isNot }: Phrase): Phrase => ({ is: isNot, isNot: is })

/** A comma before each `and` and `or`, so that none is taken for one within a list of values. */
function groupPhrase({ kind, parts }: Extract<Filter, { parts: unknown }>, options: EchoOptions): Phrase {
  const inside = parts.map((part) => phrase(part, options).is).join(`, ${kind} `)
  return { is: `(${inside})`, isNot: `not (${inside})` }
}

/** An address, number, User-Agent, Call-ID or user: the store says which. */
function wordPhrase(text: string, options: EchoOptions): Phrase {
  const field = options.wordIs?.(text)
  if (field) return phraseOf(field, { kind: 'oneOf', values: [{ kind: 'text', text }] }, options)
  const is = `with ${shown(text)} as address, number, User-Agent, Call-ID or user`
  return { is, isNot: `not ${is}` }
}

function bytesPhrase(search: ByteSearch): Phrase {
  const isRegex = search.kind === 'regex'
  const text = isRegex ? `“${visible(cut(search.pattern))}”` : cut(quotedBytes(search.bytes))
  const verb = isRegex ? 'match' : 'hold'
  return { is: `whose bytes ${verb} ${text}`, isNot: `whose bytes do not ${verb} ${text}` }
}

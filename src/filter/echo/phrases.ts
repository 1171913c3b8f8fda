import { classNames } from '../../sip/attack/class-names.ts'
import { visible } from '../../sip/text/visible.ts'
import { toolPhrase } from '../../sip/tool/tool.ts'
import type { FieldName } from '../fields.ts'
import type { Test, Value } from '../filter.ts'
import type { Clock } from '../times/span.ts'
import { severityWords } from '../words.ts'
import { cut, hasPatterns, lowerFirst, numberItem, orList, shown, textItem, wordsOf } from './lists.ts'
import { timePhrase } from './times.ts'

/** What a condition says of messages, behind the word for them, and what its opposite says. */
export interface Phrase {
  readonly is: string
  readonly isNot: string
}

/** What phrases need to know beside the filter. */
export interface PhraseOptions extends Clock {
  /** Name of an autonomous system, by its number. */
  readonly systemName?: (number: number) => string | undefined
}

type Say = (values: readonly Value[], options: PhraseOptions) => string

interface Saying {
  /** For `field:*`. */
  readonly any: string
  readonly some: Say
  /** Where `not` stands when it is not in front: `whose ban is held` becomes `whose ban is not held`. */
  readonly not?: readonly [string, string]
}

const texts: Say = (values) => orList(values.map(textItem))
const numbers: Say = (values) => orList(values.map((value) => numberItem(value)))

/** `with User-Agent x`, `with a User-Agent containing x`. */
const named =
  (lead: string, article: string, noun: string): Say =>
  (values, clock) =>
    `${lead} ${hasPatterns(values) ? `${article} ` : ''}${noun} ${texts(values, clock)}`
const having = (lead: string, article: string, noun: string): Saying => ({
  any: `${lead} ${article} ${noun}`,
  some: named(lead, article, noun),
})

const bytes: Say = (values) => orList(values.map((value) => numberItem(value, '', ' bytes')))

const networks: Say = (values) =>
  orList(values.map((value) => (value.kind === 'network' ? value.network.text : textItem(value))))

const classes: Say = (values) => orList(wordsOf(values).map((word) => lowerFirst(nameOfClass(word))))
const nameOfClass = (word: string): string => Object.entries(classNames).find(([id]) => id === word)?.[1] ?? shown(word)
const tools: Say = (values) =>
  orList(wordsOf(values).map((id) => (id === 'unknown' ? 'an unknown tool' : toolPhrase(id))))

/** `high or worse`, where the words go on to the worst. */
const severities: Say = (values) => {
  const words = wordsOf(values)
  const worst = severityWords.slice(0, words.length).map(({ word }) => word)
  const isTop = words.length > 1 && worst.every((word) => words.includes(word))
  return isTop ? `${worst.at(-1) ?? ''} or worse` : orList(words)
}

const proofs: Readonly<Record<string, string>> = {
  unproven: 'unproven',
  nonce: 'proven by a nonce',
  'to-tag': 'proven by a To tag',
  tcp: 'proven by a TCP connection',
}

/** What is dialled; a prefix of nothing means that there is none. */
const dialled: Say = (values) => orList(values.map(dialledItem))
const dialledItem = (value: Value): string => {
  if (value.kind === 'pattern') return `a number ${textItem(value)}`
  const text = value.kind === 'text' ? value.text : ''
  return /^\d+$/.test(text) ? text : `exactly ${shown(text)}`
}
const prefixes: Say = (values, clock) =>
  values.every((value) => value.kind === 'text' && value.text === '')
    ? 'dialling without a prefix'
    : named('dialling behind', 'a', 'prefix')(values, clock)

const saysWord = (words: Readonly<Record<string, string>>): Say => {
  return (values) => orList(wordsOf(values).map((word) => words[word] ?? word))
}

/** A ban itself, or where it stands. */
const bans: Say = (values) => {
  const states = wordsOf(values).filter((word) => word !== 'yes' && word !== 'no')
  const plain = wordsOf(values).flatMap((word) =>
    word === 'yes' ? ['with a ban'] : word === 'no' ? ['without a ban'] : [],
  )
  return orList([...plain, ...(states.length > 0 ? [`whose ban is ${orList(states)}`] : [])])
}

/** `AS64500 (Example Networks)`. */
function systemItem(value: Value, { systemName }: PhraseOptions): string {
  const item = numberItem(value, 'AS')
  const one = value.kind === 'number' && value.least === value.most ? value.least : undefined
  const name = one === undefined ? undefined : systemName?.(one)
  return name ? `${item} (${visible(cut(name))})` : item
}

const sayings: Readonly<Record<FieldName, Saying>> = {
  sensor: { any: 'seen by a sensor', some: named('seen by', 'a', 'sensor') },
  region: having('in', 'a', 'region'),
  dst: { any: 'to an address', some: (...args) => `to ${networks(...args)}` },
  method: {
    any: 'with a method',
    some: (values) => `that are ${orList(values.map(methodItem))}`,
    not: ['that are ', 'that are not '],
  },
  code: {
    any: 'that are answers',
    some: (...args) => `with status ${numbers(...args)}`,
    not: ['that are ', 'that are not '],
  },
  transport: {
    any: 'over any transport',
    some: (values) => `over ${orList(wordsOf(values).map((word) => word.toUpperCase()))}`,
  },
  ua: having('with', 'a', 'User-Agent'),
  tool: { any: 'written by a known tool', some: (...args) => `written by ${tools(...args)}` },
  class: { any: 'of any class', some: (...args) => `classed as ${classes(...args)}` },
  risk: { any: 'of any severity', some: (...args) => `of severity ${severities(...args)}` },
  rr: { any: 'from a proven source', some: (...args) => `from a source ${saysWord(proofs)(...args)}` },
  malformed: { any: 'malformed', some: saysWord({ yes: 'malformed', no: 'not malformed' }) },
  fingerprint: having('with', 'a', 'fingerprint'),
  dir: { any: 'received or sent', some: saysWord({ in: 'received', out: 'sent by a sensor' }) },
  src: { any: 'from an address', some: (...args) => `from ${networks(...args)}` },
  asn: {
    any: 'from a known network',
    some: (values, options) => `from ${orList(values.map((value) => systemItem(value, options)))}`,
  },
  country: {
    any: 'from a known country',
    some: (values, clock) => `from ${hasPatterns(values) ? 'a country with code ' : ''}${texts(values, clock)}`,
  },
  campaign: having('in', 'a', 'campaign'),
  label: { any: 'with a label', some: (...args) => `labelled ${texts(...args)}` },
  verdict: { any: 'with a verdict', some: (...args) => `from a source judged ${severities(...args)}` },
  state: {
    any: 'whose source has or had a ban',
    some: (values) => `whose ban is ${orList(wordsOf(values))}`,
    not: ['whose ban is ', 'whose ban is not '],
  },
  ban: { any: 'with a ban', some: bans, not: ['whose ban is ', 'whose ban is not '] },
  expires: {
    any: 'whose ban has an end',
    some: (...args) => `whose ban ends ${timePhrase(...args)}`,
    not: ['whose ban ends ', 'whose ban does not end '],
  },
  seen: { any: 'from a source seen before', some: (...args) => `from a source first seen ${timePhrase(...args)}` },
  whitelisted: {
    any: 'whitelisted',
    some: saysWord({ yes: 'whitelisted', no: 'not whitelisted', hidden: 'hidden by the whitelist' }),
  },
  num: { any: 'dialling a number', some: (...args) => `dialling ${dialled(...args)}` },
  prefix: { any: 'dialling behind a prefix', some: prefixes },
  user: having('naming', 'a', 'user'),
  auth: having('guessing', 'a', 'password'),
  dialog: { any: 'in a dialog', some: (...args) => `in dialog ${numbers(...args)}` },
  callid: having('with', 'a', 'Call-ID'),
  from: having('with', 'a', 'From user'),
  to: having('with', 'a', 'To user'),
  size: { any: 'of any size', some: (...args) => `of ${bytes(...args)}` },
  hunt: { any: 'found by a hunt', some: (...args) => `found by hunt ${numbers(...args)}` },
  at: { any: 'at any time', some: timePhrase },
  since: { any: 'at any time', some: timePhrase },
  until: { any: 'at any time', some: timePhrase },
  ruri: having('with', 'a', 'Request-URI'),
  sdp: having('with', 'an', 'SDP line'),
}

/** `INVITEs`; of what is no word the text itself. */
export const methodItem = (value: Value): string =>
  value.kind === 'text' && /^[\w-]+$/.test(value.text) ? `${value.text}s` : `messages with a method ${textItem(value)}`

export function phraseOf(field: FieldName, test: Test, clock: PhraseOptions): Phrase {
  const { any, some, not } = sayings[field]
  const is = test.kind === 'any' ? any : some(test.values, clock)
  return { is, isNot: opposite(is, not) }
}

/** A phrase that has a `not` of its own loses it; two phrases are put in brackets. */
function opposite(is: string, [before, instead]: readonly [string, string] = ['\0', '']): string {
  if (/ or (?:with|whose|not) /.test(is)) return `not (${is})`
  if (is.startsWith(before)) return instead + is.slice(before.length)
  if (is.startsWith('not ')) return is.slice(4)
  if (is.startsWith('without a ')) return is.replace('without', 'with')
  return /^with an? /.test(is) ? is.replace('with', 'without') : `not ${is}`
}

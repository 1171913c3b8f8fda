import { addressText } from './address-habits.ts'
import { bodyText, hexText } from './body-habits.ts'
import { digestText } from './digest-habits.ts'
import { absent, hasHost, otherNumber, relations, slot } from './features.ts'
import { tokenText } from './header-token.ts'
import { branchStartText } from './identifiers.ts'
import { lineEndText, methodText, uriText } from './line-habits.ts'
import { shapeText } from './shape.ts'
import { viaText } from './via-habits.ts'

/** Names of the fields of a fingerprint, in their order. docs/signatures.md says how each is read. */
export const fieldNames = [
  'start',
  'order',
  'via',
  'from',
  'to',
  'contact',
  'branch',
  'callId',
  'tag',
  'relation',
  'maxForwards',
  'allow',
  'accept',
  'supported',
  'digest',
  'body',
  'lineEnds',
] as const
export type FieldName = (typeof fieldNames)[number]

export const isFieldName = (name: string): name is FieldName => fieldNames.some((known) => known === name)

/** Raised when the same message would get another text: stored ones then have to be made anew. */
export const version = 'f1'

/** The fields as text, `-` for what a message does not have. */
export function fieldTexts(values: Int32Array, length: number): readonly string[] {
  const number = (which: number): number => values[which] ?? 0
  const branch = number(slot.branch)
  const callId = number(slot.callId)
  return [
    `${methodText(number(slot.method))}${uriText(number(slot.uri))}`,
    orderText(values),
    orNone(number(slot.via), viaText),
    orNone(number(slot.from), addressText),
    orNone(number(slot.to), addressText),
    orNone(number(slot.contact), addressText),
    `${branchStartText(branch)}${shapeText(branch)}`,
    `${shapeText(callId & ~hasHost)}${(callId & hasHost) === 0 ? '' : '@'}`,
    shapeText(number(slot.tag)),
    relationText(number(slot.relation)),
    orNone(number(slot.maxForwards), (value) => (value === otherNumber ? '?' : `${value}`)),
    orNone(number(slot.allow), hexText),
    orNone(number(slot.accept), hexText),
    orNone(number(slot.supported), hexText),
    digestText(Array.from(values.subarray(slot.tokens + number(slot.count), length))) || '-',
    bodyText(number(slot.body), number(slot.origin), number(slot.session), number(slot.early), number(slot.late)),
    lineEndText(number(slot.lineEnds)),
  ]
}

const orNone = (value: number, text: (value: number) => string): string => (value === absent ? '-' : text(value))

function relationText(relation: number): string {
  if (relation === relations.none) return '-'
  return relation === relations.branchIsCallId ? 'branch=call-id' : 'tag=hex(call-id)'
}

function orderText(values: Int32Array): string {
  const tokens = values.subarray(slot.tokens, slot.tokens + (values[slot.count] ?? 0))
  const texts = Array.from(tokens, tokenText)
  const marked = values[slot.sequence] === 1 ? texts.map((text) => (text === 'cs' ? 'cs_' : text)) : texts
  return `${marked.join(' ')}${values[slot.more] === 1 ? ' +' : ''}` || '-'
}

export const fingerprintText = (fields: readonly string[]): string => `${version}:${fields.join('|')}`

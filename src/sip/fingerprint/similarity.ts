import { fieldNames, version, type FieldName } from './write.ts'

/** How much each field says about who wrote a message. Their sum does not matter: fields may be missing. */
const weights: Readonly<Record<FieldName, number>> = {
  start: 8,
  order: 30,
  via: 6,
  from: 5,
  to: 4,
  contact: 5,
  branch: 12,
  callId: 8,
  tag: 8,
  relation: 3,
  maxForwards: 2,
  allow: 6,
  accept: 3,
  supported: 3,
  digest: 5,
  body: 6,
  lineEnds: 4,
}

/** What a message has only when its task asks for it: its absence from one of two says nothing. */
const occasional: ReadonlySet<FieldName> = new Set(['contact', 'allow', 'accept', 'supported', 'digest', 'body'])

/** Kinds of characters and length: one that differs in length alone may be the same generator. */
const shapes: ReadonlySet<FieldName> = new Set(['branch', 'callId', 'tag'])
const missing = '-'

/**
 * How much alike two fingerprints are, from 0 (nothing) to 1 (the same): the weights of what agrees by the weights of
 * what can be compared. The order of headers counts by how many have to be put in, taken out or changed. Symmetric;
 * 0 for texts that are no fingerprints of the current version.
 */
export function similarity(one: string, other: string): number {
  const left = fieldsOfText(one)
  const right = fieldsOfText(other)
  if (left === undefined || right === undefined) return 0
  let most = 0
  let agreed = 0
  for (const [at, name] of fieldNames.entries()) {
    const a = left[at] ?? missing
    const b = right[at] ?? missing
    if (a === missing && b === missing) continue
    if ((a === missing || b === missing) && occasional.has(name)) continue
    most += weights[name]
    agreed += weights[name] * alike(name, a, b)
  }
  return most === 0 ? 0 : agreed / most
}

function fieldsOfText(text: string): readonly string[] | undefined {
  const prefix = `${version}:`
  const fields = text.slice(prefix.length).split('|', fieldNames.length + 1)
  return text.startsWith(prefix) && fields.length === fieldNames.length ? fields : undefined
}

function alike(name: FieldName, one: string, other: string): number {
  if (one === other) return 1
  if (name === 'order') return alikeOrders(one.split(' ', mostTokens), other.split(' ', mostTokens))
  return shapes.has(name) && one.replace(/\d+/g, '') === other.replace(/\d+/g, '') ? 0.5 : 0
}

/** As many as a fingerprint holds, and its sign for more. */
const mostTokens = 33

/** Edit distance (Levenshtein) of the tokens, where a header that is only written otherwise counts half. */
function alikeOrders(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (const [at, token] of one.entries()) {
    const next = [at + 1]
    for (const [to, wanted] of other.entries()) {
      const change = (row[to] ?? 0) + cost(token, wanted)
      next.push(Math.min(change, (row[to + 1] ?? 0) + 1, (next[to] ?? 0) + 1))
    }
    row = next
  }
  return 1 - (row[other.length] ?? 0) / Math.max(one.length, other.length)
}

function cost(one: string, other: string): number {
  if (one === other) return 0
  return code(one) === code(other) ? 0.5 : 1
}

const code = (token: string): string => /^[a-z?+]*/.exec(token)?.[0] ?? ''

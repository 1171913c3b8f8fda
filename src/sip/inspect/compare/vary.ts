import type { SipMessage } from '../../message/message.ts'
import type { Field } from '../field.ts'
import { fieldTree } from '../tree.ts'
import { isExpectedToVary } from './expected.ts'
import { formOf } from './form.ts'
import { leavesOf } from './leaves.ts'
import { titleOf } from './title.ts'

/** Messages that one table of what varies takes. */
export const mostVaried = 100

/** Fields of one message that are looked at: real ones have below 200. */
const mostFields = 600

/** `unique`: all have it and no two the same. `constant`: all say the same. */
export type Variation = 'varies' | 'unique' | 'constant'

export interface VaryingField {
  readonly path: string
  /** `From.tag`, `Request-URI.user`, or one of the habits below. */
  readonly title: string
  /** One for each message; `undefined` where a message has no such field. */
  readonly values: readonly (string | undefined)[]
  readonly variation: Variation
  /** Different values, not counting messages without the field. */
  readonly distinct: number
  /** What all values have in common: `hex 32`, `decimal 9–10`; '' when there is nothing to tell. */
  readonly form: string
  readonly expected: boolean
  /** Characters that all values begin with, when there are several. */
  readonly alike: number
}

/**
 * Every field of the messages and whether it varies between them: the machinery of the program that wrote them. What
 * varies comes first, then what is different in each message, then what never changes; each in the order of the wire.
 */
export function varyingFields(messages: readonly SipMessage[]): readonly VaryingField[] {
  const varied = messages.slice(0, mostVaried)
  const leaves = varied.map((message) => leavesOf(fieldTree(message), mostFields))
  const habitRows = habits.map(([path, title, read]) => rowOf(path, title, varied.map(read)))
  const fieldRows = pathsOf(leaves).map((path) =>
    rowOf(
      path,
      titleOf(path),
      leaves.map((map) => map.get(path)?.value),
    ),
  )
  const rank: Readonly<Record<Variation, number>> = { varies: 0, unique: 1, constant: 2 }
  return [...fieldRows, ...habitRows].sort((a, b) => rank[a.variation] - rank[b.variation])
}

/** In the order of the first message that has them. */
function pathsOf(leaves: readonly ReadonlyMap<string, Field>[]): readonly string[] {
  const paths = new Set(leaves.flatMap((map) => [...map.keys()]))
  return [...paths].filter((path) => !path.startsWith('empty'))
}

/** How a message is built, which no field says. */
const habits: readonly (readonly [path: string, title: string, read: (message: SipMessage) => string])[] = [
  ['#order', 'Order of headers', ({ headers }) => headers.map(({ name }) => name).join(', ')],
  ['#line-ends', 'Line ends', (message) => message.lineEnds.toUpperCase()],
  ['#colons', 'Blanks around colons', colons],
  ['#length', 'Length in bytes', ({ bytes }) => String(bytes.length)],
]

/** `name: value` is what RFC 3261 §7.3.1 asks for; everything else is somebody's habit. */
function colons({ headers }: SipMessage): string {
  const forms = headers.map(({ blankBeforeColon, blankAfterColon }) => `${blankBeforeColon}:${blankAfterColon}`)
  return [...new Set(forms.map(shownBlanks))].sort().join('  ')
}

const shownBlanks = (text: string): string =>
  text
    .replaceAll(' ', '·')
    .replaceAll('\t', '→')
    .replace(/[\r\n]+/g, '↵')

function rowOf(path: string, title: string, values: readonly (string | undefined)[]): VaryingField {
  const present = values.filter((value) => value !== undefined)
  const distinct = new Set(present).size
  const complete = present.length === values.length
  const isUnique = complete && distinct === values.length && distinct > 1
  const variation = complete && distinct === 1 ? 'constant' : isUnique ? 'unique' : 'varies'
  return {
    path,
    title,
    values,
    variation,
    distinct,
    form: formOf(present),
    expected: isExpectedToVary(path),
    alike: distinct > 1 ? alikeUpTo(present) : 0,
  }
}

function alikeUpTo(values: readonly string[]): number {
  const [first = ''] = values
  let length = 0
  while (length < first.length && values.every((value) => value[length] === first[length])) length++
  return length
}

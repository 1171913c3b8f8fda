import type { SipMessage } from '../message/message.ts'
import { dialledNumber, type DialledNumber } from '../number/dialled.ts'
import { type Field, type Note } from './field.ts'

/** What fields give away beyond what they say, each at its path. */
export function notesOf(message: SipMessage, root: Field): readonly (readonly [path: string, note: Note])[] {
  const number = dialledNumber(message)
  return number ? [[dialledAt(root, number), { kind: 'number', text: numberText(number) }]] : []
}

/** The number called stands in the Request-URI, or in To when that names none. */
function dialledAt(root: Field, number: DialledNumber): string {
  const uris = ['start', 'to'].flatMap((path) => root.children.find((field) => field.path === path) ?? [])
  const users = uris.flatMap(({ path, children }) =>
    children
      .filter(({ children: parts }) => parts.some(({ value }) => value === number.raw))
      .map((uri) => ({ path, uri })),
  )
  const [first] = users
  return first?.uri.children.find(({ value }) => value === number.raw)?.path ?? first?.path ?? root.path
}

const numberText = ({ core, prefix }: DialledNumber): string =>
  prefix === '' ? `dials ${core}` : `dials ${core} behind the prefix ${prefix}`

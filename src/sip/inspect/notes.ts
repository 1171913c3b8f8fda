import { decode, says } from '../decode/decode.ts'
import type { SipMessage } from '../message/message.ts'
import { dialledNumber, type DialledNumber } from '../number/dialled.ts'
import { around, type Field, type Note } from './field.ts'

type Placed = readonly [path: string, note: Note]

/** What fields of a received message give away beyond what they say, each at its path. */
export function notesOf(message: SipMessage, root: Field, source?: string): readonly Placed[] {
  const decoded = decode(message, source).map((value): Placed => {
    const kind = value.kind === 'tool-mark' ? 'tool' : 'decoded'
    return [around(root, value.at).path, { kind, text: says(value) }]
  })
  const number = dialledNumber(message)
  return number ? [...decoded, [dialledAt(root, number), { kind: 'number', text: numberText(number) }]] : decoded
}

/** The number called stands in the Request-URI, or in To when that names none. */
function dialledAt(root: Field, number: DialledNumber): string {
  for (const path of ['start', 'to']) {
    const uri = root.children.find((field) => field.path === path)?.children.find(({ name }) => name.endsWith('URI'))
    const user = uri?.children.find((field) => field.name === 'user' && field.value === number.raw)
    if (user) return user.path
  }
  return root.path
}

const numberText = ({ core, prefix }: DialledNumber): string =>
  prefix === '' ? `dials ${core}` : `dials ${core} behind the prefix ${prefix}`

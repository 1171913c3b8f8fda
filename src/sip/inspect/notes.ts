import { classNames } from '../attack/class-names.ts'
import { injectionPlaces } from '../attack/injection-places.ts'
import { decode, says } from '../decode/decode.ts'
import type { SipMessage } from '../message/message.ts'
import { parseMessage } from '../message/parse.ts'
import { dialledNumber, type DialledNumber } from '../number/dialled.ts'
import { toolVerdict } from '../tool/verdict.ts'
import { around, rootPath, type ByteRange, type Field, type Note } from './field.ts'

type Placed = readonly [path: string, note: Note]

/** What fields of a received message give away beyond what they say, each at its path. */
export function notesOf(message: SipMessage, root: Field, source?: string): readonly Placed[] {
  const number = dialledNumber(message)
  return [
    ...decode(message, source).flatMap((value) => {
      // What shows the tool is told with the weight it has, below.
      return value.kind === 'tool-mark' ? [] : [placed(root, value.at, { kind: 'decoded', text: says(value) })]
    }),
    ...injectionPlaces(message).map((each) =>
      placed(root, each, { kind: 'attack', text: `${classNames[each.class]}: ${each.what}` }),
    ),
    ...toolNotes(message, root),
    ...hiddenMessage(message),
    ...(number ? [[dialledAt(root, number), { kind: 'number', text: numberText(number) }] as const] : []),
  ]
}

/** One datagram holds one message (RFC 3261 §18.3): what follows is unread by most programs, and not by all. */
function hiddenMessage({ bytes, bodyEnd }: SipMessage): readonly Placed[] {
  const { start } = parseMessage(bytes.subarray(bodyEnd))
  if (!start) return []
  const what = start.kind === 'request' ? start.method : `answer (${start.status})`
  return [['surplus', { kind: 'decoded', text: `a whole ${what} follows behind the end of this message` }]]
}

const placed = (root: Field, at: ByteRange, note: Note): Placed => [around(root, at).path, note]

/** What shows which program wrote the message; what is spread over all headers belongs to none of them. */
function toolNotes(message: SipMessage, root: Field): readonly Placed[] {
  if (!message.start) return []
  return toolVerdict(message).features.flatMap(({ says: text, start, end }) => {
    const note = placed(root, { start, end }, { kind: 'tool', text })
    return note[0] === rootPath ? [] : [note]
  })
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

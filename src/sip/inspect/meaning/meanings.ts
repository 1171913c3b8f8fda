import { parseCSeq } from '../../header/cseq.ts'
import { headerValue, type SipMessage } from '../../message/message.ts'
import type { Field, Note } from '../field.ts'
import { reasonMeanings, warningMeanings } from './causes.ts'
import { challengeMeanings } from './challenge.ts'
import { contactMeanings, viaMeanings } from './places.ts'
import { sessionMeanings } from './session.ts'
import { statusMeanings } from './status.ts'
import { dateMeanings, retryMeanings, secondsMeanings } from './times.ts'

/** What helps to tell what a value means. */
export interface Around {
  /** Address the message came from. */
  readonly source?: string
  /** When it arrived, in milliseconds since 1970. */
  readonly time?: number
}

type Placed = readonly [path: string, note: Note]

/** Told of one header at most; further ones say the same again. */
const mostForOne = 8

/** What numbers, codes and addresses in a message mean, in words, each with the path of its field. */
export function meaningsOf(message: SipMessage, root: Field, around: Around): readonly Placed[] {
  const rows = new Map(root.children.map((field) => [field.start, field]))
  const method = methodOf(message)
  return [
    ...told(rows.get(message.startAt), statusMeanings(message.start)),
    ...message.headers.flatMap(({ start, key, value }) =>
      told(rows.get(start), headerMeanings(key, value, method, around)),
    ),
    ...sessionNotes(message, root, around),
  ]
}

/** Of an answer: that of the request it answers. */
const methodOf = (message: SipMessage): string | undefined =>
  message.start?.kind === 'request' ? message.start.method : parseCSeq(headerValue(message, 'cseq') ?? '')?.method

function headerMeanings(key: string, value: string, method: string | undefined, { time }: Around): readonly string[] {
  switch (key) {
    case 'via':
      return viaMeanings(value)
    case 'contact':
      return contactMeanings(value)
    case 'expires':
    case 'min-expires':
    case 'session-expires':
    case 'min-se':
      return secondsMeanings(value, method)
    case 'retry-after':
      return retryMeanings(value)
    case 'date':
      return dateMeanings(value, time)
    case 'warning':
      return warningMeanings(value)
    case 'reason':
      return reasonMeanings(value)
    case 'www-authenticate':
    case 'proxy-authenticate':
      return challengeMeanings(value)
    default:
      return []
  }
}

/** Beside the media lines of the body, when it was taken apart as a session description. */
function sessionNotes(message: SipMessage, root: Field, { source }: Around): readonly Placed[] {
  const lines = root.children.find(({ path }) => path === 'body')?.children ?? []
  if (lines.length === 0) return []
  const byStart = new Map(lines.map((field) => [field.start, field]))
  return sessionMeanings(message, source).flatMap(({ at, texts }) => told(byStart.get(at), texts))
}

const told = (field: Field | undefined, texts: readonly string[]): readonly Placed[] =>
  field ? texts.slice(0, mostForOne).map((text) => [field.path, { kind: 'meaning', text }]) : []

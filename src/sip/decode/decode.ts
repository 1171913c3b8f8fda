import { digestsOf } from '../header/authorization.ts'
import type { SipMessage } from '../message/message.ts'
import type { Decoded } from './decoded.ts'
import { guessesOf } from './guess.ts'
import { leakedAddresses } from './leak.ts'
import { toolMarks } from './marks.ts'
import { sippCall, sipsakNumber, sipviciousNotes } from './notes.ts'
import { sipviciousTag } from './sipvicious.ts'
import { inHeader, writingOf, type Writing } from './writing.ts'

export { says, type Decoded } from './decoded.ts'

/**
 * Everything that the sender's program and network give away in one message, for screens and reports; too slow for
 * every message that comes in, where `sipviciousTag` and `guessesOf` are asked alone. Never throws.
 *
 * @param message one that was received: our own answers give nothing away.
 * @param source address the packet came from, to tell other addresses from it.
 */
export function decode(message: SipMessage, source?: string): readonly Decoded[] {
  if (!message.start) return []
  const writing = writingOf(message)
  return [
    ...sipviciousNotes(writing),
    ...severalGuesses(writing),
    ...sipsakNumber(writing),
    ...sippCall(writing),
    ...leakedAddresses(writing, source),
    ...toolMarks(writing),
  ]
}

/** Some brute forcers put two Authorization headers, made from one nonce, into one message. */
function* severalGuesses(writing: Writing): Generator<Decoded> {
  const digests = digestsOf(writing.message)
  if (digests.length < 2) return
  const guesses = guessesOf(digests, sipviciousTag(writing.fromTag, writing.from.uri?.user))
  const oneNonce = new Set(digests.map(({ nonce }) => nonce)).size === 1
  const key = writing.message.headers.find(({ key }) => key.endsWith('authorization'))?.key ?? 'authorization'
  yield inHeader(writing, key, '', '', { kind: 'several-guesses', guesses, oneNonce })
}

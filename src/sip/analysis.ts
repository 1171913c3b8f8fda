import { severityOfClass, type AttackClass, type Severity } from './attack/class.ts'
import { classify } from './attack/classify.ts'
import { gatherFacts, type Facts } from './facts.ts'
import type { Fault } from './fault/fault.ts'
import { parseMessage } from './message/parse.ts'
import type { DialledNumber } from './number/dialled.ts'
import { guessesOf, type Guess } from './decode/guess.ts'
import { fingerprintOf } from './fingerprint/fingerprint.ts'
import type { ToolId } from './tool/tool.ts'

/** All that is stored about one message besides its bytes. Texts are the attacker's: bounded, otherwise as they came. */
export interface Analysis {
  /** `other` when the bytes are no SIP message. */
  readonly kind: 'request' | 'response' | 'other'
  /** Of the request, or the CSeq method of an answer. */
  readonly method: string | undefined
  readonly status: number | undefined
  readonly callId: string | undefined
  readonly fromUser: string | undefined
  readonly toUser: string | undefined
  readonly requestUser: string | undefined
  readonly requestUri: string | undefined
  /** User-Agent, or Server in an answer. */
  readonly userAgent: string | undefined
  readonly number: DialledNumber | undefined
  /** Stable text of how the message is built, whatever it says; '' when the bytes are no SIP. */
  readonly fingerprint: string
  /** What its structure proves. */
  readonly tool: ToolId
  /** What its User-Agent says it is. */
  readonly claimed: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  /** Why it is of this class: plain English, without text of the attacker. */
  readonly reason: string
  /** Host of the topmost Via, as written: where the sender says it is. */
  readonly viaHost: string | undefined
  /** Users and extensions named in From, To and Authorization, without the number called; each once. */
  readonly users: readonly string[]
  /** Attempts at accounts, in order. */
  readonly guesses: readonly Guess[]
  /** The gravest thing wrong with the message, in plain words. */
  readonly fault: string | undefined
}

/** Characters kept of any one text: real ones are far shorter. */
const longestText = 512

/** Never throws, whatever the bytes. */
export function analyse(input: { readonly raw: Uint8Array; readonly direction: 'in' | 'out' }): Analysis {
  const message = parseMessage(input.raw)
  const facts = gatherFacts(message, input.direction)
  const { start } = message
  const finding = classify(facts)
  return {
    kind: start?.kind ?? 'other',
    method: bounded(facts.method),
    status: start?.kind === 'response' ? start.status : undefined,
    callId: bounded(facts.callId),
    fromUser: bounded(facts.fromUser),
    toUser: bounded(facts.toUser),
    requestUser: bounded(facts.requestUser),
    requestUri: bounded(facts.requestUri),
    userAgent: bounded(facts.userAgent),
    number: facts.number,
    fingerprint: fingerprintOf(message),
    tool: facts.tool,
    claimed: facts.claimed,
    class: finding.class,
    severity: severityOfClass[finding.class],
    reason: finding.reason,
    viaHost: bounded(facts.viaHost),
    users: usersOf(facts),
    guesses: firstGuesses(facts),
    fault: gravest(message.faults),
  }
}

/** Empty texts count as missing. */
function bounded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  return text.length > longestText ? text.slice(0, longestText) : text
}

/** A message may hold any number of Authorization headers; this many users are kept. */
const mostUsers = 16
const mostGuesses = 16

function firstGuesses({ digests, tag }: Facts): readonly Guess[] {
  const guesses = guessesOf(digests, tag)
  return guesses.length > mostGuesses ? guesses.slice(0, mostGuesses) : guesses
}

/** Whom they go to, their INVITE has named already: an extension, or a number, which is no user. */
const withinCall: ReadonlySet<string> = new Set(['ACK', 'BYE', 'CANCEL', 'PRACK'])

function usersOf({ method, fromUser, toUser, digests, number }: Facts): readonly string[] {
  const users: string[] = []
  addUser(users, fromUser, number)
  if (!withinCall.has(method)) addUser(users, toUser, number)
  for (const { username } of digests) addUser(users, username, number)
  return users
}

function addUser(users: string[], user: string | undefined, number: DialledNumber | undefined): void {
  const named = bounded(user)
  if (named === undefined || users.length === mostUsers || users.includes(named)) return
  if (number && (named === number.raw || named === number.prefix + number.core)) return
  users.push(named)
}

function gravest(faults: readonly Fault[]): string | undefined {
  if (faults.length === 0) return undefined
  return (faults.find(({ weight }) => weight !== 'slight') ?? faults[0])?.message
}

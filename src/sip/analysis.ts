import { severityOfClass, type AttackClass, type Severity } from './attack/class.ts'
import { classify } from './attack/classify.ts'
import { gatherFacts, type Facts } from './facts.ts'
import type { Fault, FaultCode } from './message/message.ts'
import { parseMessage } from './message/parse.ts'
import type { DialledNumber } from './number/dialled.ts'
import type { ToolId } from './tool/tool.ts'

/** All that is stored about one message besides its bytes. Texts are the attacker's: bounded, otherwise as they came. */
export interface Analysis {
  /** `other` when the bytes are no SIP message. */
  readonly kind: 'request' | 'response' | 'other'
  /** Of the request, or the CSeq method of an answer. */
  readonly method?: string
  readonly status?: number
  readonly callId?: string
  readonly fromUser?: string
  readonly toUser?: string
  readonly requestUser?: string
  readonly requestUri?: string
  /** User-Agent, or Server in an answer. */
  readonly userAgent?: string
  readonly number?: DialledNumber
  readonly tool: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  /** Users and extensions named in From, To and Authorization, without the number called; each once. */
  readonly users: readonly string[]
  /** User and password that SIPVicious svcrack says it is trying. */
  readonly guess?: { readonly user: string; readonly password: string }
  /** The gravest thing wrong with the message, in plain words. */
  readonly fault?: string
}

/** Characters kept of any one text: real ones are far shorter. */
const longestText = 512

/** Never throws, whatever the bytes. */
export function analyse(input: { readonly raw: Uint8Array; readonly direction: 'in' | 'out' }): Analysis {
  const message = parseMessage(input.raw)
  const facts = gatherFacts(message, input.direction)
  const { start } = message
  const attack = classify(facts)
  return {
    kind: start?.kind ?? 'other',
    ...optional('method', bounded(facts.method)),
    ...optional('status', start?.kind === 'response' ? start.status : undefined),
    ...optional('callId', bounded(facts.callId)),
    ...optional('fromUser', bounded(facts.fromUser)),
    ...optional('toUser', bounded(facts.toUser)),
    ...optional('requestUser', bounded(facts.requestUser)),
    ...optional('requestUri', start?.kind === 'request' ? bounded(start.uri) : undefined),
    ...optional('userAgent', bounded(facts.userAgent)),
    ...optional('number', facts.number),
    tool: facts.tool,
    class: attack,
    severity: severityOfClass[attack],
    users: usersOf(facts),
    ...optional('guess', guessOf(facts)),
    ...optional('fault', gravest(message.faults)),
  }
}

const nothing = Object.freeze({})

/** A property only when there is a value for it. */
function optional<Key extends string, Value>(key: Key, value: Value | undefined): { readonly [K in Key]?: Value } {
  return value === undefined ? nothing : ({ [key]: value } as { readonly [K in Key]?: Value })
}

/** Empty texts count as missing. */
const bounded = (text: string | undefined): string | undefined => text?.slice(0, longestText) || undefined

/** A message may hold any number of Authorization headers; this many users are kept. */
const mostUsers = 16

function usersOf({ fromUser, toUser, digests, number }: Facts): readonly string[] {
  const called = number && [number.raw, number.prefix + number.core]
  const named = [fromUser, toUser, ...digests.map(({ username }) => username)]
  const users = named.flatMap((user) => bounded(user) ?? []).filter((user) => !called?.includes(user))
  return [...new Set(users)].slice(0, mostUsers)
}

function guessOf({ tag }: Facts): Analysis['guess'] {
  return tag?.kind === 'guess' ? { user: tag.user, password: tag.password } : undefined
}

/** These say little about a message that also has another fault. */
const slight: ReadonlySet<FaultCode> = new Set([
  'not-utf8',
  'nul',
  'surplus',
  'duplicate-header',
  'start-line-blanks',
  'header-name',
])

function gravest(faults: readonly Fault[]): string | undefined {
  return (faults.find(({ code }) => !slight.has(code)) ?? faults[0])?.message
}

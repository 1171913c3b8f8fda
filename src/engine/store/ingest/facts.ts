import type { AttackClass, Severity } from '../../../sip/attack/class.ts'
import type { ToolId } from '../../../sip/tool/tool.ts'
import type { Confidence, Direction, GuessHow, Proof, Transport } from '../../../contract/console/vocabulary.ts'

export interface DialledFacts {
  readonly core: string
  readonly prefix: string
  readonly raw: string
  readonly confidence: Confidence
  /** ISO 3166-1 alpha-2 of the number's country code. */
  readonly country?: string
}

export interface GuessFacts {
  readonly user: string
  /** `undefined` while only its digest is known. */
  readonly password: string | undefined
  readonly how: GuessHow
}

/**
 * What the analysis of its bytes says of an event: what may be said otherwise once the rules have changed. Every property
 * is always there, because objects of one shape are made and read several times faster.
 */
export interface Judged {
  /** `undefined` when the bytes are no SIP. */
  readonly method: string | undefined
  readonly status: number | undefined
  /** Empty when there is none. */
  readonly callId: string
  readonly caller: string | undefined
  readonly callee: string | undefined
  readonly dialled: DialledFacts | undefined
  readonly userAgent: string | undefined
  readonly users: readonly string[]
  readonly guesses: readonly GuessFacts[]
  /** Empty when the bytes are no SIP. */
  readonly fingerprint: string
  /** Its topmost Via names a public host that is not where it came from. */
  readonly foreignVia: boolean
  readonly tool: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  readonly fault: string | undefined
}

/** What an event is judged by. */
export interface Message {
  readonly raw: Uint8Array
  readonly direction: Direction
  /** Canonical form, RFC 5952. */
  readonly source: string
}

/** Never throws, whatever the bytes. @param event its id, when it is stored already. */
export type JudgeMessage = (message: Message, event?: number) => Judged

/** One event as it is stored: what the sensor said, and what the analysis of its bytes said. */
export interface EventFacts extends Message, Judged {
  /** Microseconds UTC. */
  readonly time: number
  readonly transport: Transport
  readonly port: number
  readonly local: string
  readonly localPort: number
  readonly proof: Proof
}

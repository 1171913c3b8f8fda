import type { AttackClass } from '../attack/class.ts'
import type { Proof } from '../proof/proof.ts'
import type { ToolId } from '../tool/tool.ts'

/**
 * What a source did over a window of time, counted: all that the rules for behaviours and the verdict look at. The
 * engine fills it from its aggregates, `accumulate` from the messages themselves; both must agree.
 */
export interface SourceSummary {
  /** Received from it, our answers not counted. */
  readonly messages: number
  /** UTC milliseconds. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** Most messages received within one second of the clock. */
  readonly peakPerSecond: number
  /** Call-IDs at each sensor; a message without one is a dialog of its own. */
  readonly dialogs: number
  /** Sensors it reached: its targets, as far as we see them. */
  readonly sensors: number
  /** Requests by method; methods that no RFC names are gathered under ''. */
  readonly methods: ReadonlyMap<string, number>
  /** Messages by the class of each one taken alone. */
  readonly classes: ReadonlyMap<AttackClass, number>
  /** Distinct users and extensions named in From, To and Authorization. */
  readonly users: number
  readonly guesses: GuessSummary
  /** Numbers dialled, most attempts first; at most `mostNumbers` of them. */
  readonly numbers: readonly NumberSummary[]
  /** Distinct cores dialled, those left out of `numbers` included. */
  readonly numberCount: number
  /** Distinct prefixes tried before any core. */
  readonly prefixCount: number
  /** By message, most frequent first. */
  readonly tools: readonly ToolSummary[]
  /** Distinct structures of its messages. */
  readonly fingerprints: number
  readonly proof: Proof
  /** Requests for which `namesForeignHost(analysis.viaHost, address)` holds (source/foreign.ts). */
  readonly foreignVia: number
  /** Answers we sent that refused something: 401, 403, 407, 487, 503. */
  readonly refusals: number
  /** 2xx answers that we sent to a REGISTER: logins that an account of the sensor let in. */
  readonly accepted: number
  /** Milliseconds from its first message to its first INVITE. */
  readonly timeToInvite: number | undefined
}

export const mostNumbers = 200

export interface GuessSummary {
  readonly attempts: number
  /** Distinct users guessed for. */
  readonly users: number
  /** Attempts at the user tried most. */
  readonly mostPerUser: number
  /** Distinct passwords known in clear. */
  readonly passwords: number
}

export interface NumberSummary {
  readonly core: string
  readonly attempts: number
  /** Distinct prefixes tried before this core. */
  readonly prefixes: number
}

export interface ToolSummary {
  /** What the structure of the messages proves. */
  readonly tool: ToolId
  /** '' when there was none. What it claims is `toolOfUserAgent` of this. */
  readonly userAgent: string
  readonly messages: number
}

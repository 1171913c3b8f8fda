import type { AttackClass, Severity } from '../../../sip/attack/class.ts'
import type { ToolId } from '../../../sip/tool/tool.ts'
import type { Direction, Proof, Transport } from '../../../contract/console/vocabulary.ts'

export interface DialledFacts {
  readonly core: string
  readonly prefix: string
  readonly raw: string
  /** ISO 3166-1 alpha-2 of the number's country code. */
  readonly country?: string
}

/**
 * One event as it is stored: what the sensor said, and what the analysis of its bytes said. Every property is always
 * there, because objects of one shape are made and read several times faster.
 */
export interface EventFacts {
  /** Microseconds UTC. */
  readonly time: number
  readonly transport: Transport
  readonly direction: Direction
  /** Canonical form, RFC 5952. */
  readonly source: string
  readonly port: number
  readonly local: string
  readonly localPort: number
  readonly proof: Proof
  readonly raw: Uint8Array
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
  readonly tool: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  readonly fault: string | undefined
}

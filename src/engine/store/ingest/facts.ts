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

/** One event as it is stored: what the sensor said, and what the analysis of its bytes said. */
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
  /** Absent when the bytes are no SIP. */
  readonly method?: string
  readonly status?: number
  /** Empty when there is none. */
  readonly callId: string
  readonly caller?: string
  readonly callee?: string
  readonly dialled?: DialledFacts
  readonly userAgent?: string
  readonly users: readonly string[]
  readonly tool: ToolId
  readonly class: AttackClass
  readonly severity: Severity
  readonly fault?: string
}

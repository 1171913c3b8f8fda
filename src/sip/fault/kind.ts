/**
 * How bad a fault is. `grave` leaves a message without an identity or a border: no working stack writes such a thing.
 * `plain` breaks the grammar but can be understood. `slight` says little about a message that also has another fault;
 * some of these break no rule at all but make a receiver refuse what is well-formed (RFC 4475 §3.3).
 */
export type FaultWeight = 'grave' | 'plain' | 'slight'

export interface FaultKind {
  readonly weight: FaultWeight
  /** In plain words, without text from the message. */
  readonly message: string
  /** Clause of the standard, and of the torture tests where they have a message that breaks it. */
  readonly rule: string
}

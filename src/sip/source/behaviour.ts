import type { Severity } from '../attack/class.ts'

/** What a source does over a window of time, gravest and most telling first. */
export const behaviourClasses = [
  'sql-injection',
  'injection',
  'prefix-sweep',
  'number-sweep',
  'toll-fraud',
  'credential-reuse',
  'brute-force',
  'password-spraying',
  'digest-leak',
  'extension-enumeration',
  'rtp-bleed',
  'fuzzing',
  'flood',
  'reflection',
  'method-enumeration',
  'options-sweep',
  'non-sip-probe',
  'research-scan',
  'phone',
] as const
export type BehaviourClass = (typeof behaviourClasses)[number]

export interface Behaviour {
  readonly class: BehaviourClass
  readonly severity: Severity
  /** Plain English, without a full stop and without text of the attacker. */
  readonly sentence: string
  /** What it was concluded from, with counts and thresholds. */
  readonly reasons: readonly string[]
  /** Messages, guesses, numbers or whatever this behaviour is counted in; the sentence says which. */
  readonly count: number
}

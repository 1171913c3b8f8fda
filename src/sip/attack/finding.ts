import type { AttackClass } from './class.ts'

/** The class of one message, and why. */
export interface Finding {
  readonly class: AttackClass
  /** Plain English, without a full stop and without text of the attacker. */
  readonly reason: string
}

export const found = (name: AttackClass, reason: string): Finding => ({ class: name, reason })

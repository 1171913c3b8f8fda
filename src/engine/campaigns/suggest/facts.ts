/**
 * What is known of one source, as the store counts it. Every text was written by an attacker; lists are read up to
 * `mostFacts` and what comes after is not looked at.
 */
export interface SourceFacts {
  readonly address: string
  /** UTC milliseconds. */
  readonly firstSeen: number
  readonly lastSeen: number
  /** When it came, each time after half an hour of silence or more, oldest first; UTC milliseconds. */
  readonly visits: readonly number[]
  /** How its messages are built, and what they say built them. */
  readonly programs: readonly Program[]
  readonly numbers: readonly Dialled[]
  /** Users and extensions it named, without numbers. */
  readonly users: readonly string[]
  /** Passwords it tried that are known, each once. */
  readonly passwords: readonly string[]
  readonly accounts: readonly Account[]
}

export interface Program {
  /** An id of the tool table; `unknown` when its structure is nobody's. */
  readonly tool: string
  /** Text of `fingerprintOf`, '' when there is none. */
  readonly fingerprint: string
  readonly userAgent: string | undefined
}

export interface Dialled {
  /** Digits of the number itself. */
  readonly core: string
  /** How sure the border between prefix and core is. */
  readonly confidence: 'low' | 'medium' | 'high'
}

/** An account of a sensor that was guessed at, or used like one's own. */
export interface Account {
  readonly sensor: string
  readonly user: string
  /** `guessed`: several attempts at it. `used`: let in, or calls made in its name after a login. */
  readonly as: 'guessed' | 'used'
  /** First time, UTC milliseconds. */
  readonly time: number
}

/** Of each list: what a source lists beyond this says nothing new. */
export const mostFacts = 10_000

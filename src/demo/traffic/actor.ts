import type { Random } from './random.ts'

/** A sensor as an attacker sees it: its public addresses, which here are forged like everything else. */
export interface Target {
  readonly name: string
  readonly zone: string
  readonly address: string
  readonly address6: string
}

export interface Origin {
  readonly address: string
  readonly port: number
}

/** What a tool can read in our answer. */
export interface Answer {
  readonly status: number
  /** Value of the To header, with our tag. */
  readonly to: string
  readonly challenge?: Challenge
}

export interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque?: string
  readonly qop?: string
  readonly algorithm?: string
}

/** One message on its way to a sensor. */
export interface Attempt {
  readonly target: Target
  readonly origin: Origin
  readonly transport: 'udp' | 'tcp'
  readonly bytes: Uint8Array
  /** Set when the tool waits for the final answer of this Call-ID and goes on from there. */
  readonly reply?: { readonly callId: string; readonly next: (answer: Answer) => Attempt | undefined }
}

export interface Step {
  /** Pause after the step before, ms. */
  readonly wait: number
  readonly attempt: Attempt
}

export interface Scene {
  readonly targets: readonly [Target, ...Target[]]
  readonly random: Random
}

/** An attacker: an endless state machine that draws all its chance from the scene. */
export type Actor = (scene: Scene) => Generator<Step, never>

/** Where a tool sends to: the forged address of the same family as its own. */
export const hostOf = (target: Target, origin: Origin): string =>
  origin.address.includes(':') ? `[${target.address6}]` : target.address

export const inUri = (address: string): string => (address.includes(':') ? `[${address}]` : address)

import { hash } from 'node:crypto'

/** Longer ones are told apart by their hash: a row must not hold 64 kB of an attacker's text. */
const longestCallId = 200

/** As a dialog's row holds it. */
export function boundedCallId(callId: string): string {
  if (callId.length <= longestCallId) return callId
  return `${callId.slice(0, longestCallId)}…${hash('sha256', callId).slice(0, 32)}`
}

/** Hexadecimal digits of 48 bits, which a number holds exactly. */
const digits = 12

/**
 * What the index of dialogs holds of a Call-ID as it is stored: 48 bits, so that a few dialogs of 20 million may share
 * one and readers compare the Call-ID too. An empty one has 0.
 */
export const callHash = (bounded: string): number =>
  bounded === '' ? 0 : Number.parseInt(hash('sha1', bounded).slice(0, digits), 16)

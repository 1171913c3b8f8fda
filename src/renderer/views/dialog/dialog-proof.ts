import type { DialogMessage } from '../../../contract/console/dialogs.ts'
import type { Proof } from '../../../contract/console/vocabulary.ts'

const weakestFirst: readonly Proof[] = ['unproven', 'nonce', 'to-tag', 'tcp']

/**
 * What the sensor found in any message of a dialog: whoever answered our challenge asked for it from the same address, so
 * the request before it is no more forged than the answer.
 */
export function dialogProof(messages: readonly Pick<DialogMessage, 'proof'>[]): Proof {
  const found = messages.map(({ proof }) => weakestFirst.indexOf(proof))
  return weakestFirst[Math.max(0, ...found)] ?? 'unproven'
}

/**
 * How we know that a source address is really the attacker's (return routability): it sent back what only a receiver of
 * our answers can know. Weakest first; `unproven` may be forged.
 */
export type Proof = 'unproven' | 'nonce' | 'to-tag' | 'tcp'

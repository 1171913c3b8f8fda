import { createHmac, timingSafeEqual } from 'node:crypto'

/** What `auth.proof` must be: the shared token never crosses the wire. */
export const proofOf = (token: string, challenge: Uint8Array): Buffer =>
  createHmac('sha256', token).update(challenge).digest()

/** Takes the same time whether the first or the last byte differs. */
export const isProof = (token: string, challenge: Uint8Array, proof: Uint8Array): boolean =>
  proof.length === 32 && timingSafeEqual(proofOf(token, challenge), proof)

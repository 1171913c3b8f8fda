import { parseNetwork } from './address.ts'
import type { BanProposal } from './intents/ban.ts'

/** Wider than these hits bystanders more likely than not. */
const wide = { 4: 28, 6: 56 } as const
/** More than so many at once are a list that nobody has read. */
export const mostUnreviewed = 25

/**
 * Why a proposal needs a second look, in words; empty when it does not.
 * @param informed names the whitelist entries of mode `inform` that it falls under
 */
export function reviewReasons(
  { address, proof, bulk = 1 }: Pick<BanProposal, 'address' | 'proof' | 'bulk'>,
  informed: readonly string[] = [],
): readonly string[] {
  const network = parseNetwork(address)
  const widest = network && wide[network.family]
  return [
    ...(proof === 'unproven' ? [`${address} may be forged`] : []),
    ...(network && widest !== undefined && network.bits < widest ? [`${address} is wider than /${widest}`] : []),
    ...informed.map((entry) => `${address}: ${entry}`),
    ...(bulk > mostUnreviewed ? [`${bulk} are proposed at once`] : []),
  ]
}

/** What must be typed: in a bulk the count, else the address. In a small bulk the address will do as well. */
export function isConfirmed({ address, bulk, confirmation }: BanProposal): boolean {
  const typed = confirmation?.trim()
  if (bulk === undefined) return typed === address
  return typed === String(bulk) || (bulk <= mostUnreviewed && typed === address)
}

import { parseNetwork } from './address.ts'
import type { BanProposal } from './intents/ban.ts'

/** Wider than these hits bystanders more likely than not. */
const wide = { 4: 28, 6: 56 } as const
/** More than so many at once are a list that nobody has read. */
export const mostUnreviewed = 25

export interface ReviewReason {
  readonly code: 'unproven' | 'wide' | 'informed' | 'bulk'
  readonly words: string
}

/**
 * Why a proposal needs a second look; empty when it does not. The one truth of the feed that demands it and of the card
 * that asks for it.
 * @param informed names the whitelist entries of mode `inform` that it falls under
 */
export function reviewOf(
  { address, proof, bulk = 1 }: Pick<BanProposal, 'address' | 'proof' | 'bulk'>,
  informed: readonly string[] = [],
): readonly ReviewReason[] {
  const network = parseNetwork(address)
  const widest = network && wide[network.family]
  const reason = (code: ReviewReason['code'], words: string): ReviewReason => ({ code, words })
  return [
    ...(proof === 'unproven' ? [reason('unproven', `${address} may be forged`)] : []),
    ...(network && widest !== undefined && network.bits < widest
      ? [reason('wide', `${address} is wider than /${widest}`)]
      : []),
    ...informed.map((entry) => reason('informed', `${address}: ${entry}`)),
    ...(bulk > mostUnreviewed ? [reason('bulk', `${bulk} are proposed at once`)] : []),
  ]
}

/** The same in words alone. */
export const reviewReasons = (...of: Parameters<typeof reviewOf>): readonly string[] =>
  reviewOf(...of).map(({ words }) => words)

/** What must be typed: in a bulk the count, else the address. In a small bulk the address will do as well. */
export function isConfirmed({ address, bulk, confirmation }: BanProposal): boolean {
  const typed = confirmation?.trim()
  if (bulk === undefined) return typed === address
  return typed === String(bulk) || (bulk <= mostUnreviewed && typed === address)
}

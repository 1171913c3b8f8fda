import type { WhitelistRelation } from '../../contract/console/whitelist.ts'
import { contains, parseNetwork } from '../../contract/ledger/address.ts'
import type { Match } from '../../contract/ledger/intents/whitelist.ts'

interface Value {
  readonly value: string
  readonly match: Match
}

/**
 * How what `one` is about stands to what `other` is about: `around` means that one holds all of the other and more.
 * @returns `undefined` when they share nothing, or are about different things.
 */
export function relationOf(one: Value, other: Value): WhitelistRelation | undefined {
  if (one.match !== other.match) return undefined
  const [outward, inward] = [holds(one, other.value), holds(other, one.value)]
  if (outward && inward) return 'same'
  if (outward) return 'around'
  return inward ? 'inside' : undefined
}

function holds({ value, match }: Value, other: string): boolean {
  if (match !== 'network')
    return match === 'asn' ? value === other : textHolds(value.toLowerCase(), other.toLowerCase())
  const [outer, inner] = [parseNetwork(value), parseNetwork(other)]
  return outer !== undefined && inner !== undefined && contains(outer, inner)
}

/** `*` at the end stands for any rest. */
function textHolds(outer: string, inner: string): boolean {
  return outer.endsWith('*') ? inner.startsWith(outer.slice(0, -1)) : outer === inner
}

import { isHost, parseNetwork } from './address.ts'
import type { Consequence } from './consequences.ts'
import type { Match, WhitelistAddition } from './intents/whitelist.ts'
import { forbids } from './whitelist.ts'

/**
 * What one whitelist entry may do, and what one person may decide alone (docs/ban-life.md). The one truth of the feed that
 * enforces it and of the card that says it before.
 */
type About = Pick<WhitelistAddition, 'value' | 'match' | 'mode'>

/** Beyond the largest allocation that any one operator holds an entry protects strangers, attackers among them. */
const widest = { 4: 8, 6: 16 } as const
/** As much as a carrier commonly announces in one piece. */
const widestAlone = { 4: 16, 6: 32 } as const
/** A shorter beginning fits half of what attackers call themselves, or whole countries. */
const shortestAlone = 4
/** Ended in one transaction, during which nobody is answered: about a third of a second. */
const mostEnded = 5000

/** @returns why nobody may whitelist as much in one entry, in words. */
export function entryTooWide(about: About): string | undefined {
  const network = networkOf(about)
  if (!network || network.bits >= widest[network.family]) return undefined
  return `${network.text} is wider than /${widest[network.family]}: no entry may exempt so much of the Internet`
}

/** @returns why nobody may save an entry with these consequences, in words. */
export function endsTooMany({ length }: readonly Consequence[]): string | undefined {
  if (length <= mostEnded) return undefined
  return `it would end ${length} bans at once, and one entry may end ${mostEnded}: choose something narrower`
}

/**
 * @param consequences of saving it now
 * @returns why adding it needs the role approver, in words; `undefined` where an analyst may
 */
export function approverDemand(about: About, consequences: readonly Consequence[]): string | undefined {
  if (!forbids(about)) return undefined
  const fall = consequences.filter(({ how }) => how !== 'blocked').length
  if (fall > 0) return fall === 1 ? '1 published ban would fall' : `${fall} published bans would fall`
  return breadth(about)
}

function breadth(about: About): string | undefined {
  const { value, match = 'network' } = about
  const network = networkOf(about)
  if (network && !isHost(network) && network.bits < widestAlone[network.family])
    return `${value} is wider than /${widestAlone[network.family]}`
  if (match === 'asn') return `${value} is a whole autonomous system`
  if (isPattern(match) && value.endsWith('*') && value.length - 1 < shortestAlone)
    return `“${value}” has fewer than ${shortestAlone} characters in front of its *`
  return undefined
}

const isPattern = (match: Match): boolean => match === 'user-agent' || match === 'number'

const networkOf = ({ value, match = 'network' }: About) => (match === 'network' ? parseNetwork(value) : undefined)

import { contains, isHost, parseNetwork, splitAround, type Network } from '../../contract/ledger/address.ts'
import type { BanProposal } from '../../contract/ledger/intents/ban.ts'
import { bundledReasons } from '../../contract/ledger/bundled.ts'
import { refuseAddress } from '../../contract/ledger/ranges.ts'
import { Refusal } from '../refusal.ts'
import { forbiddingBundled } from './bundled.ts'
import type { BanRules, Judging } from './judging.ts'
import { entryName, forbiddingEntries } from './whitelist.ts'

/** @throws Refusal when the address may not be banned now, whatever was right when it was proposed. */
export function requireBannable(
  { state, rules, now }: Judging,
  { address, seen, proof }: Pick<BanProposal, 'address' | 'seen' | 'proof'>,
): Network {
  const refusal = refuseAddress(address, rules)
  if (refusal) throw new Refusal(refusal.code, refusal.message)
  // An address only ever seen over unproven UDP may be forged, to make us ban a victim.
  if (proof === 'unproven' && state.policy?.unproven === 'forbid')
    throw new Refusal('forbidden', `${address} never proved that it receives answers, and the policy forbids such bans`)
  const network = parseNetwork(address)
  if (!network) throw new Refusal('bad-request', 'no address')
  requireForeign(rules, network)
  const entries = forbiddingEntries(state, { network, seen }, now)
  const bundled = forbiddingBundled(rules, network)
  const [first] = [...entries.map(entryName), ...bundledReasons(bundled)]
  if (first === undefined) return network
  const own = entries.map(({ value, match = 'network' }) => (match === 'network' ? parseNetwork(value) : undefined))
  const holes = [...own, ...bundled.map((entry) => entry.network)]
  throw new Refusal('whitelisted', `${address}: ${first}${remaining(network, holes)}`)
}

/** Where subscribers, consoles and sensors are now is known here alone. */
function requireForeign({ ours }: BanRules, network: Network): void {
  const own = ours(network)
  const [first] = own
  if (!first) return
  const where = `${isHost(network) ? 'is' : `contains ${first.network.text},`} ${first.words}`
  const holes = own.map((each) => each.network)
  throw new Refusal('refused-range', `${network.text} ${where}${remaining(network, holes)}`)
}

const mostNamed = 8

/** @returns words for what could be banned instead, where only parts of a range are whitelisted. */
function remaining(range: Network, holes: readonly (Network | undefined)[]): string {
  const inside = holes.flatMap((hole) => (hole && contains(range, hole) ? [hole] : []))
  if (inside.length < holes.length) return ''
  const parts = splitAround(range, inside)
  if (parts.length === 0) return ''
  const named = parts.slice(0, mostNamed).map(({ text }) => text)
  const more = parts.length > mostNamed ? ` and ${parts.length - mostNamed} more` : ''
  return `; without it remain ${named.join(', ')}${more}`
}

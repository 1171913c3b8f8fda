import type { Concern } from '../../../contract/console/bans.ts'
import type { Proof } from '../../../contract/console/vocabulary.ts'
import { contains, isHost, parseNetwork, splitAround, type Network } from '../../../contract/ledger/address.ts'
import { bundledEntries, bundledWords } from '../../../contract/ledger/bundled.ts'
import type { Seen } from '../../../contract/ledger/intents/ban.ts'
import type { WhitelistAddition } from '../../../contract/ledger/intents/whitelist.ts'
import { refuseAddress } from '../../../contract/ledger/ranges.ts'
import { reviewOf, type ReviewReason } from '../../../contract/ledger/review.ts'
import { forbids, whitelistTest, type Candidate } from '../../../contract/ledger/whitelist.ts'
import type { Reading } from '../../readers/reading.ts'
import { ownAddresses } from '../../store/own-addresses.ts'
import { listsInForce } from '../../whitelist/bundled.ts'
import { standingBans } from './standing-bans.ts'

/** What is known of an address before it is proposed. */
export interface Assessed {
  readonly network: Network
  /** Of a range, that of its least proven source. */
  readonly proof: Proof
  readonly messages: number
  /** Asked for only where an entry is about what was seen. */
  readonly seen: () => Seen
}

/** What the feed will say of it, as far as this console knows. */
export interface Assessment {
  /** Any of these forbids the ban. */
  readonly refusals: readonly Concern[]
  /** These demand that somebody types the address, or how many there are. */
  readonly concerns: readonly Concern[]
  /** Worth knowing, and nothing more. */
  readonly notes: readonly Concern[]
  /** Of a range that is refused for what lies in it: the ranges that hold all the rest. */
  readonly split?: readonly string[]
}

/** One reason against a ban; `hole` where it is about that part of the network alone. */
interface Objection extends Concern {
  readonly hole?: Network | undefined
}

/** More pieces than this are no proposal that anybody reads. */
const mostPieces = 1000

/**
 * Reads once what bans are held against; the result answers for any number of addresses. Nothing here decides: the feed
 * judges by the same functions of `contract/ledger`.
 */
export function assessor(reading: Reading): (of: Assessed) => Assessment {
  const { reader, live, workspace, ledger, now } = reading
  // The demo honeynet forges its attackers from documentation ranges; which feed it is, is known once it was reached.
  const demo = live.feed?.demo ?? workspace === 'demo'
  const own = ownAddresses(reader)
  const entries = entriesInForce(
    ledger.activeEntries().map(({ addition }) => addition),
    now(),
  )
  const bans = standingBans(reader)
  const lists = listsInForce(reading)
  const unproven = live.feed?.unproven ?? ledger.policy()?.unproven

  return ({ network, proof, messages, seen }) => {
    const candidate = candidateOf(network, seen)
    const met = [
      ...entries.filter(({ fits }) => fits(candidate)).map(({ addition }) => entryObjection(network, addition)),
      ...bundledEntries(network, lists).map((entry) => ({
        block: entry.list.mode === 'block',
        code: 'whitelisted',
        message: `${network.text} is ${bundledWords(entry)}`,
        hole: entry.network,
      })),
    ]
    const range = refuseAddress(network.text, { demo, own })
    const inside = range?.code === 'refused-range' ? holesOf(network, own, demo) : []
    const refusals: readonly Objection[] = [
      ...(range ? [{ code: range.code, message: range.message, ...(inside[0] ? { hole: inside[0] } : {}) }] : []),
      ...met.filter(({ block }) => block),
      ...bans.covering(network).map((message) => ({ code: 'duplicate', message })),
      ...(proof === 'unproven' && unproven === 'forbid' ? [forbidden(network)] : []),
    ]
    const informed = met.filter(({ block }) => !block).map(({ message }) => message)
    const split = splitOf(network, refusals, inside)
    return {
      refusals: refusals.map(plain),
      concerns: reviewOf({ address: network.text, proof }, informed).map(concernOf({ network, messages }, informed)),
      notes: notesOn(network),
      ...(split === undefined ? {} : { split }),
    }
  }
}

/** Some entries ask what was seen, which takes a while to read. */
function candidateOf(network: Network, read: () => Seen): Candidate {
  let seen: Seen | undefined
  return {
    network,
    get seen() {
      return (seen ??= read())
    },
  }
}

const plain = ({ code, message }: Concern): Concern => ({ code, message })

const entriesInForce = (additions: readonly WhitelistAddition[], now: number) =>
  additions.filter(({ expiresAt }) => expiresAt > now).map((addition) => ({ addition, fits: whitelistTest(addition) }))

function entryObjection({ text }: Network, addition: WhitelistAddition): Objection & { readonly block: boolean } {
  const { value, reason, match = 'network' } = addition
  return {
    block: forbids(addition),
    code: 'whitelisted',
    message: `${text} is whitelisted as ${value}: ${reason}`,
    hole: match === 'network' ? parseNetwork(value) : undefined,
  }
}

const forbidden = ({ text }: Network): Concern => ({
  code: 'forbidden',
  message: `${text} never proved that it receives our answers, and the policy of the feed forbids such bans.`,
})

/** Addresses of ours in a range that would be fine without them. */
const holesOf = (network: Network, own: readonly Network[], demo: boolean): readonly Network[] =>
  refuseAddress(network.text, { demo, own: [] }) ? [] : own.filter((each) => contains(network, each))

/** Only where every reason against it is about a part. */
function splitOf(
  network: Network,
  refusals: readonly Objection[],
  own: readonly Network[],
): readonly string[] | undefined {
  const holes = refusals.flatMap(({ hole }) => (hole && contains(network, hole) ? [hole] : []))
  if (isHost(network) || refusals.length === 0 || holes.length < refusals.length) return undefined
  const parts = splitAround(network, [...holes, ...own])
  return parts.length === 0 || parts.length > mostPieces ? undefined : parts.map(({ text }) => text)
}

/** The reasons of the feed, told with what this console knows beside them. */
function concernOf({ network, messages }: Pick<Assessed, 'network' | 'messages'>, informed: readonly string[]) {
  let entry = 0
  return ({ code, words }: ReviewReason): Concern => {
    if (code === 'informed') return { code, message: informed[entry++] ?? words }
    if (code === 'wide') return { code, message: `${words}: it may hit others than the attackers.` }
    if (code !== 'unproven') return { code, message: words }
    if (messages === 0) return { code: 'unseen', message: 'This console holds no message from it.' }
    const message = isHost(network)
      ? 'It never proved that it receives our answers: the address may be forged.'
      : 'Not every source in it proved that it receives our answers: some addresses may be forged.'
    return { code, message }
  }
}

function notesOn(network: Network): readonly Concern[] {
  if (network.family === 4 && isHost(network)) return []
  const message = 'APIBAN v1 and v2 clients enforce single IPv4 addresses only; they will not block this.'
  return [{ code: 'not-enforced', message }]
}

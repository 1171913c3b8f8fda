import type { BanDraft, Concern } from '../../contract/console/bans.ts'
import { isHost, overlaps, parseNetwork, type Network } from '../../contract/ledger/address.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import { isLive } from '../../contract/ledger/life/ban.ts'
import { refuseAddress } from '../../contract/ledger/ranges.ts'
import { forbids, whitelistTest } from '../../contract/ledger/whitelist.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Reading } from '../readers/reading.ts'
import { verdictOf } from '../sources/verdict.ts'
import { ownAddresses } from '../store/own-addresses.ts'
import { feedPolicy } from './status.ts'
import { subjectOf, type BanSubject } from './subject.ts'

const day = 86_400_000
/** By how often the address was banned before: an attacker who comes back stays out longer. */
const durations = [7 * day, 30 * day, 90 * day]

/** @throws RpcError `bad-request` when `text` is no address. */
export function draftBan(text: string, reading: Reading): BanDraft {
  const { reader, ledger, live } = reading
  const network = requireNetwork(text)
  const address = network.text
  const subject = subjectOf(reader, network, (source) => verdictOf(reader, source))
  const earlier = ledger.bans({ address, states: ['expired', 'revoked'] }).length
  return {
    address,
    ...subject,
    refusals: refusalsOf(network, reading),
    concerns: [...concernsOf(network, subject), ...informed(network, reading)],
    suggestedReason: subject.verdict.sentence,
    suggestedDuration: durations[Math.min(earlier, durations.length - 1)] ?? 7 * day,
    ...feedPolicy(ledger, live.feed),
  }
}

export function requireNetwork(text: string): Network {
  const network = parseNetwork(text)
  if (network) return network
  throw new RpcError('bad-request', `${JSON.stringify(text)} is neither an address nor a CIDR range`)
}

function refusalsOf(network: Network, reading: Reading): readonly Concern[] {
  const { reader, live, workspace } = reading
  // The demo honeynet forges its attackers from documentation ranges; which feed it is, is known once it was reached.
  const demo = live.feed?.demo ?? workspace === 'demo'
  const range = refuseAddress(network.text, { demo, own: ownAddresses(reader) })
  return [...(range ? [range] : []), ...whitelisted(network, reading), ...alreadyBanned(network, reading)].map(
    ({ code, message }) => ({ code, message }),
  )
}

function whitelisted(network: Network, reading: Reading): readonly Concern[] {
  return covering(network, reading)
    .filter(forbids)
    .map((addition) => ({ code: 'whitelisted', message: entryWords(network, addition) }))
}

/** Entries that only ask for a second look. */
function informed(network: Network, reading: Reading): readonly Concern[] {
  return covering(network, reading)
    .filter((addition) => !forbids(addition))
    .map((addition) => ({ code: 'informed', message: entryWords(network, addition) }))
}

const covering = (network: Network, { ledger, now }: Reading): readonly WhitelistAddition[] =>
  ledger
    .activeEntries()
    .map(({ addition }) => addition)
    .filter((addition) => addition.expiresAt > now() && whitelistTest(addition)({ network }))

const entryWords = ({ text }: Network, { value, reason }: WhitelistAddition): string =>
  `${text} is whitelisted as ${value}: ${reason}`

function alreadyBanned(network: Network, { ledger, queue }: Reading): readonly Concern[] {
  const recorded = ledger
    .bans({ states: ['proposed', 'approved', 'held', 'published'] })
    .filter(({ state, proposal }) => isLive(state) && covers(proposal.address, network))
    .map(({ state, proposal }) => `${proposal.address} is ${state} already`)
  const queued = queue
    .all()
    .flatMap(({ signed, state }) =>
      state === 'waiting' && signed.intent.kind === 'ban.proposed' ? [signed.intent] : [],
    )
    .filter(({ body }) => covers(body.address, network))
    .map(({ body }) => `a ban of ${body.address} waits in the outbox already`)
  return [...recorded, ...queued].map((message) => ({ code: 'duplicate', message }))
}

const covers = (text: string, network: Network): boolean => {
  const other = parseNetwork(text)
  return other !== undefined && other.bits <= network.bits && overlaps(other, network)
}

function concernsOf(network: Network, { proof, messages }: BanSubject): readonly Concern[] {
  const concerns: Concern[] = []
  if (messages === 0) concerns.push({ code: 'unseen', message: 'This console holds no message from it.' })
  else if (proof === 'unproven')
    concerns.push({
      code: 'unproven',
      message: isHost(network)
        ? 'It never proved that it receives our answers: the address may be forged.'
        : 'Not every source in it proved that it receives our answers: some addresses may be forged.',
    })
  if (network.family === 6 || !isHost(network))
    concerns.push({
      code: 'not-enforced',
      message: 'APIBAN v1 and v2 clients enforce single IPv4 addresses only; they will not block this.',
    })
  return concerns
}

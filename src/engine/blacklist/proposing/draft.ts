import type { BanDraft } from '../../../contract/console/bans.ts'
import { isHost, parseNetwork, type Network } from '../../../contract/ledger/address.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Reading } from '../../readers/reading.ts'
import { verdictOf } from '../../sources/verdict.ts'
import { assessor } from './assess.ts'
import { suggestedDuration } from './durations.ts'
import { escalationAround } from './escalation.ts'
import { seenOf } from './seen.ts'
import { feedPolicy } from '../feed/status.ts'
import { subjectOf } from './subject.ts'

/** @throws RpcError `bad-request` when `text` is no address. */
export function draftBan(text: string, reading: Reading): BanDraft {
  const draft = drafting(reading)(text)
  const network = requireNetwork(text)
  const escalation = escalationAround(network, reading)
  if (!escalation) return draft
  const { address, hosts, reason } = escalation
  return isHost(network) ? { ...draft, wider: { address, hosts } } : { ...draft, suggestedReason: reason }
}

/** What is no address is left out. */
export function draftSeveral(texts: readonly string[], reading: Reading): readonly BanDraft[] {
  const draft = drafting(reading)
  return texts.flatMap((text) => (parseNetwork(text) ? draft(text) : []))
}

/** The same for several: what they are all held against is read once. */
function drafting(reading: Reading): (text: string) => BanDraft {
  const { reader, ledger, live } = reading
  const assess = assessor(reading)
  const { solo, holdSeconds } = feedPolicy(ledger, live.feed)
  return (text) => {
    const network = requireNetwork(text)
    const address = network.text
    const { sources, ...subject } = subjectOf(reader, network, (source) => verdictOf(reader, source))
    const seen = seenOf(reading, network, sources)
    const earlier = ledger.bans({ address, states: ['expired', 'revoked'] }).length
    return {
      address,
      ...subject,
      seen,
      ...assess({ network, ...subject, seen: () => seen }),
      suggestedReason: subject.verdict.sentence,
      suggestedDuration: suggestedDuration(earlier),
      ...{ solo, holdSeconds },
    }
  }
}

export function requireNetwork(text: string): Network {
  const network = parseNetwork(text)
  if (network) return network
  throw new RpcError('bad-request', `${JSON.stringify(text)} is neither an address nor a CIDR range`)
}

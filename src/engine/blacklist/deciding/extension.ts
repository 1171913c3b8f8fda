import type { ExtensionDraft } from '../../../contract/console/bans.ts'
import { RpcError } from '../../../contract/rpc/error.ts'
import type { Reading } from '../../readers/reading.ts'
import { addressesInside } from '../../store/network-sources.ts'
import { sourcesByAddress } from '../../store/sources.ts'
import { verdictOf } from '../../sources/verdict.ts'
import { requireNetwork } from '../proposing/draft.ts'
import { subjectOf } from '../proposing/subject.ts'

/** What speaks for more time on the list. @throws RpcError `not-found`, `conflict` when it is not on the list. */
export function draftExtension(id: string, reading: Reading): ExtensionDraft {
  const { reader, ledger } = reading
  const ban = ledger.ban(id)
  if (!ban) throw new RpcError('not-found', `there is no ban ${id}`)
  const { proposal, state, expiresAt, publishedAt = 0 } = ban
  if (state !== 'published' || expiresAt === undefined)
    throw new RpcError('conflict', `${proposal.address} is ${state}: only a published ban can be extended`)
  const network = requireNetwork(proposal.address)
  const { messages, dialogs, sensors, evidence, verdict } = subjectOf(reader, network, (source) =>
    verdictOf(reader, source),
  )
  const seen = sourcesByAddress(reader, [network.text, ...addressesInside(reader, network)])
  const lastSeen = seen.length === 0 ? undefined : Math.max(...seen.map((source) => source.lastSeen)) / 1000
  const attacksStill = lastSeen !== undefined && lastSeen > publishedAt
  return {
    ...{ address: network.text, expiresAt, attacksStill, messages, dialogs, sensors, evidence },
    ...(lastSeen === undefined ? {} : { lastSeen }),
    suggestedReason: attacksStill ? `It goes on: ${verdict.sentence}` : verdict.sentence,
    suggestedDuration: proposal.duration,
  }
}

import type { BanRow, Evidence, ExtensionRow } from '../../../contract/console/bans.ts'
import type { Intent } from '../../../contract/ledger/intent.ts'
import type { BanProposal } from '../../../contract/ledger/intents/ban.ts'
import { shownState } from '../../../contract/ledger/life/ban.ts'
import type { BanLine } from '../../store/ban-lines.ts'
import type { MirroredBan } from '../../store/ledger-mirror.ts'
import type { OutboxItem } from '../../store/outbox.ts'
import type { RowSources } from './sources.ts'

/** Finds the stored event behind an evidence item, where this console has it. */
export type LocateEvidence = (address: string, item: BanProposal['evidence'][number]) => Evidence

/** Evidence as recorded: to find the events behind thousands of items, each is read and hashed. */
export const asRecorded: LocateEvidence = (_address, item) => item

/** What the feed recorded, and beside it, marked as such, what it has not confirmed yet. Never the one for the other. */
export function banRow({ ban, ...times }: BanLine, sources: RowSources, locate = asRecorded): BanRow {
  const items = sources.waitingFor(ban.id)
  return {
    ...facts(ban.id, ban.proposal),
    state: shownState(ban.state),
    proposedBy: sources.nameOf(ban.proposer),
    proposer: ban.proposer,
    proposedAt: times.proposedAt,
    changedAt: items.at(-1)?.signed.intent.time ?? times.changedAt,
    solo: ban.solo,
    ...defined({
      approvedBy: ban.approver && sources.nameOf(ban.approver),
      holdUntil: ban.state === 'held' ? ban.holdUntil : undefined,
      publishedAt: ban.publishedAt,
      expiresAt: ban.expiresAt,
      listId: ban.listId,
      revokedAt: ban.revokedAt,
      extension: extensionOf(ban, sources, locate),
      pending: pendingOf(items),
    }),
  }
}

export type QueuedProposal = Extract<Intent, { kind: 'ban.proposed' }>

/** A proposal of ours that the feed has not recorded. */
export function queuedRow({ subject, body, author, time }: QueuedProposal, sources: RowSources): BanRow {
  const items = sources.waitingFor(subject)
  return {
    ...facts(subject, body),
    state: 'queued',
    proposedBy: sources.nameOf(author),
    proposer: author,
    proposedAt: time,
    changedAt: items.at(-1)?.signed.intent.time ?? time,
    solo: false,
    ...defined({ pending: pendingOf(items) }),
  }
}

/** One that waits for a decision; one that is approved becomes `ban.extended` in the same breath. */
function extensionOf(
  { extension, proposal: { address } }: MirroredBan,
  { nameOf }: RowSources,
  locate: LocateEvidence,
): ExtensionRow | undefined {
  if (!extension) return undefined
  const { proposal, proposer, proposedAt } = extension
  return {
    reason: proposal.reason,
    proposedBy: nameOf(proposer),
    ...{ proposer, proposedAt },
    duration: proposal.duration,
    messages: proposal.counts.messages,
    automatic: proposal.automatic === true,
    evidence: proposal.evidence.map((item) => locate(address, item)),
  }
}

function facts(id: string, { address, reason, proof, counts }: BanProposal) {
  return { id, address, reason, proof, messages: counts.messages, sensors: counts.sensors }
}

/** A refusal outranks what still waits: it needs somebody's eye. */
function pendingOf(items: readonly OutboxItem[]): BanRow['pending'] {
  const item = items.find((each) => each.state === 'refused') ?? items[0]
  if (!item) return undefined
  const { kind } = item.signed.intent
  return item.error === undefined ? { kind } : { kind, error: item.error }
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

function defined<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>
}

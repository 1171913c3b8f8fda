import type { BanRow, BanStep, Evidence, ExtensionRow } from '../../../contract/console/bans.ts'
import type { BanState } from '../../../contract/console/vocabulary.ts'
import type { Intent } from '../../../contract/ledger/intent.ts'
import type { BanProposal } from '../../../contract/ledger/intents/ban.ts'
import type { BanLifeState } from '../../../contract/ledger/life/ban.ts'
import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import type { LedgerReader, MirroredBan } from '../../store/ledger-mirror.ts'
import type { OutboxItem } from '../../store/outbox.ts'
import { fingerprintOf } from '../feed/identity.ts'

/** Finds the stored event behind an evidence item, where this console has it. */
export type LocateEvidence = (address: string, item: BanProposal['evidence'][number]) => Evidence

interface RowSources {
  readonly mirror: LedgerReader
  /** All that waits in the outbox. */
  readonly waiting: readonly OutboxItem[]
  readonly locate: LocateEvidence
}

/** What the feed recorded, and beside it, marked as such, what it has not confirmed yet. Never the one for the other. */
export function banRow(ban: MirroredBan, sources: RowSources): BanRow {
  const { proposal } = ban
  const items = sources.waiting.filter((item) => item.signed.intent.subject === ban.id)
  const records = recordsOf(ban, sources.mirror)
  return {
    ...facts(ban.id, proposal, sources.locate),
    state: stateOf(ban.state),
    proposedBy: authorName(ban.proposer, sources.mirror),
    proposer: ban.proposer,
    proposedAt: records[0]?.recordedAt ?? 0,
    solo: ban.solo,
    steps: [
      ...records.map((record) => recordedStep(record, sources.mirror)),
      ...items.map(waitingStep(sources.mirror)),
    ],
    ...defined({
      approvedBy: ban.approver && authorName(ban.approver, sources.mirror),
      holdUntil: ban.state === 'held' ? ban.holdUntil : undefined,
      publishedAt: ban.publishedAt,
      expiresAt: ban.expiresAt,
      listId: ban.listId,
      revokedAt: ban.revokedAt,
      extension: extensionOf(ban, sources),
      pending: pendingOf(items),
    }),
  }
}

/** A part of a split range has come about by what was recorded of the range. */
function recordsOf({ id, parent }: MirroredBan, mirror: LedgerReader): readonly LedgerRecord[] {
  const range = parent === undefined ? undefined : mirror.ban(parent)
  return [...(range ? recordsOf(range, mirror) : []), ...mirror.recordsAbout(id)]
}

/** A proposal of ours that the feed has not recorded. */
export function queuedRow(item: OutboxItem, sources: RowSources): BanRow | undefined {
  const { intent } = item.signed
  if (intent.kind !== 'ban.proposed') return undefined
  const items = sources.waiting.filter((other) => other.signed.intent.subject === intent.subject)
  const pending = pendingOf(items)
  return {
    ...facts(intent.subject, intent.body, sources.locate),
    state: 'queued',
    proposedBy: authorName(intent.author, sources.mirror),
    proposer: intent.author,
    proposedAt: intent.time,
    solo: false,
    steps: items.map(waitingStep(sources.mirror)),
    ...(pending ? { pending } : {}),
  }
}

/** One that waits for a decision; one that is approved becomes `ban.extended` in the same breath. */
function extensionOf({ extension, proposal: { address } }: MirroredBan, sources: RowSources): ExtensionRow | undefined {
  if (!extension) return undefined
  const { proposal, proposer, proposedAt } = extension
  return {
    reason: proposal.reason,
    proposedBy: authorName(proposer, sources.mirror),
    ...{ proposer, proposedAt },
    duration: proposal.duration,
    messages: proposal.counts.messages,
    automatic: proposal.automatic === true,
    evidence: proposal.evidence.map((item) => sources.locate(address, item)),
  }
}

function facts(id: string, proposal: BanProposal, locate: LocateEvidence) {
  const { address, reason, proof, counts, evidence } = proposal
  return {
    id,
    address,
    reason,
    proof,
    messages: counts.messages,
    sensors: counts.sensors,
    evidence: evidence.map((item) => locate(address, item)),
  }
}

/** Approval and hold are one step to the eye: the feed writes both records at once. */
const stateOf = (state: BanLifeState): BanState => (state === 'approved' ? 'held' : state)

/** The name that the ledger knows a key by; the feed's own key has none. */
export function authorName(key: string, mirror: LedgerReader): string {
  if (key === mirror.feedKey()) return 'feed'
  return mirror.analystName(key) ?? fingerprintOf(key)
}

function recordedStep({ seq, recordedAt, intent }: LedgerRecord, mirror: LedgerReader): BanStep {
  return { seq, time: recordedAt, kind: intent.kind, author: authorName(intent.author, mirror), note: noteOf(intent) }
}

const waitingStep =
  (mirror: LedgerReader) =>
  ({ signed: { intent } }: OutboxItem): BanStep => ({
    time: intent.time,
    kind: intent.kind,
    author: authorName(intent.author, mirror),
    note: noteOf(intent),
  })

export function noteOf({ kind, body }: Intent): string {
  if (kind === 'ban.published' || kind === 'ban.extended') return `listed as ${body.listId}`
  return 'reason' in body ? (body.reason ?? '') : ''
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

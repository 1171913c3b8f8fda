import type { RecordKind } from '../intent.ts'
import type { BanExtension, BanProposal } from '../intents/ban.ts'
import type { LedgerRecord } from '../record.ts'

/**
 * A ban's life as a state machine (docs/ban-life.md), and the fold from ledger records to what is true now. The feed
 * enforces it; the console mirrors it with the same code, so the two can never disagree about a record.
 */
export type BanLifeState =
  'proposed' | 'approved' | 'held' | 'published' | 'expired' | 'revoked' | 'rejected' | 'withdrawn' | 'blocked'

/** As people see it: approval and hold are one step to the eye, for the feed writes both records at once. */
export const shownState = (state: BanLifeState): Exclude<BanLifeState, 'approved'> =>
  state === 'approved' ? 'held' : state

export type BanKind = Extract<RecordKind, `ban.${string}`>

/** For each step: the states it may start from, and the state it leads to. */
const steps: Record<BanKind, { readonly from: readonly (BanLifeState | undefined)[]; readonly to: BanLifeState }> = {
  'ban.proposed': { from: [undefined], to: 'proposed' },
  'ban.approved': { from: ['proposed'], to: 'approved' },
  'ban.held': { from: ['approved'], to: 'held' },
  'ban.rejected': { from: ['proposed'], to: 'rejected' },
  'ban.withdrawn': { from: ['proposed', 'approved', 'held'], to: 'withdrawn' },
  'ban.published': { from: ['held'], to: 'published' },
  'ban.expired': { from: ['published'], to: 'expired' },
  'ban.revoked': { from: ['published'], to: 'revoked' },
  'ban.blocked': { from: ['proposed', 'approved', 'held'], to: 'blocked' },
  'ban.extension-proposed': { from: ['published'], to: 'published' },
  'ban.extension-approved': { from: ['published'], to: 'published' },
  'ban.extension-rejected': { from: ['published'], to: 'published' },
  'ban.extension-withdrawn': { from: ['published'], to: 'published' },
  'ban.extended': { from: ['published'], to: 'published' },
  'ban.split': { from: ['published'], to: 'revoked' },
}

/** What each step of an extension needs: none under way, one proposed, or one approved. */
const extensionSteps: Partial<Record<BanKind, 'none' | 'proposed' | 'approved'>> = {
  'ban.extension-proposed': 'none',
  'ban.extension-approved': 'proposed',
  'ban.extension-rejected': 'proposed',
  'ban.extension-withdrawn': 'proposed',
  'ban.extended': 'approved',
}

/** One that is under way; a ban has at most one. */
export interface Extension {
  readonly proposal: BanExtension
  readonly proposer: string
  readonly proposedAt: number
  readonly approver?: string
}

export interface BanLife {
  readonly id: string
  readonly proposal: BanProposal
  readonly proposer: string
  readonly state: BanLifeState
  readonly approver?: string
  readonly holdUntil?: number
  /** One person alone was enough for it, or for its extension. */
  readonly solo: boolean
  readonly listId?: string
  readonly publishedAt?: number
  readonly expiresAt?: number
  readonly revokedAt?: number
  readonly extension?: Extension
  /** Of a part of a split range: the range's ban. */
  readonly parent?: string
  /** Of a split range: the bans of its parts. */
  readonly splitInto?: readonly string[]
  readonly records: readonly LedgerRecord[]
}

export const isLive = (state: BanLifeState): boolean =>
  state === 'proposed' || state === 'approved' || state === 'held' || state === 'published'

/** May `kind` follow on `state`? `undefined` stands for a ban that does not exist yet. */
export function mayFollow(state: BanLifeState | undefined, kind: BanKind): boolean {
  return steps[kind].from.includes(state)
}

/** As `mayFollow`, and whether the extension under way, or that there is none, allows it. */
export function mayHappen(ban: BanLife | undefined, kind: BanKind): boolean {
  const needed = extensionSteps[kind]
  return mayFollow(ban?.state, kind) && (needed === undefined || needed === extensionState(ban?.extension))
}

function extensionState(extension: Extension | undefined): 'none' | 'proposed' | 'approved' {
  if (!extension) return 'none'
  return extension.approver === undefined ? 'proposed' : 'approved'
}

/** @returns the ban after `record`, or `undefined` when the step is not allowed or the record is about something else. */
export function advanceBan(ban: BanLife | undefined, record: LedgerRecord): BanLife | undefined {
  const { intent } = record
  if (!isBanKind(intent.kind) || !mayHappen(ban, intent.kind)) return undefined
  if (intent.kind === 'ban.proposed') return begin(record, intent.subject, intent.body, intent.author)
  if (!ban) return undefined
  return { ...changed(ban, record), state: steps[intent.kind].to, records: [...ban.records, record] }
}

/** The bans that a `ban.split` of `range` begins: published at once, with the range's reason and the rest of its time. */
export function partsOf(range: BanLife, record: LedgerRecord): readonly BanLife[] {
  const { intent, recordedAt } = record
  if (intent.kind !== 'ban.split') return []
  return intent.body.into.map(({ ban: id, address, listId }) => ({
    ...withoutExtension(range),
    ...{ id, listId, parent: range.id, state: 'published', publishedAt: recordedAt, records: [record] },
    proposal: { ...range.proposal, address },
  }))
}

function begin(record: LedgerRecord, id: string, proposal: BanProposal, proposer: string): BanLife {
  return { id, proposal, proposer, state: 'proposed', solo: false, records: [record] }
}

function changed(ban: BanLife, record: LedgerRecord): BanLife {
  const { intent, recordedAt } = record
  switch (intent.kind) {
    case 'ban.approved':
      return { ...ban, approver: intent.author }
    case 'ban.held':
      return { ...ban, holdUntil: intent.body.until, solo: intent.body.solo }
    case 'ban.published':
      return { ...ban, listId: intent.body.listId, publishedAt: recordedAt, expiresAt: intent.body.expiresAt }
    case 'ban.revoked':
      return { ...withoutExtension(ban), revokedAt: recordedAt }
    case 'ban.split':
      return { ...withoutExtension(ban), revokedAt: recordedAt, splitInto: intent.body.into.map((part) => part.ban) }
    case 'ban.expired':
      return withoutExtension(ban)
    default:
      return extended(ban, record)
  }
}

function extended(ban: BanLife, { intent, recordedAt }: LedgerRecord): BanLife {
  switch (intent.kind) {
    case 'ban.extension-proposed':
      return { ...ban, extension: { proposal: intent.body, proposer: intent.author, proposedAt: recordedAt } }
    case 'ban.extension-approved':
      return ban.extension ? { ...ban, extension: { ...ban.extension, approver: intent.author } } : ban
    case 'ban.extension-rejected':
    case 'ban.extension-withdrawn':
      return withoutExtension(ban)
    case 'ban.extended': {
      const { listId, expiresAt, solo } = intent.body
      return { ...withoutExtension(ban), listId, expiresAt, publishedAt: recordedAt, solo: ban.solo || solo }
    }
    default:
      return ban
  }
}

function withoutExtension(ban: BanLife): BanLife {
  const { extension, ...rest } = ban
  return extension ? rest : ban
}

function isBanKind(kind: RecordKind): kind is BanKind {
  return Object.hasOwn(steps, kind)
}

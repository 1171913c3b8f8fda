import type { RecordKind } from '../intent.ts'
import type { BanProposal } from '../intents/ban.ts'
import type { LedgerRecord } from '../record.ts'

/**
 * A ban's life as a state machine (docs/ban-life.md), and the fold from ledger records to what is true now. The feed
 * enforces it; the console mirrors it with the same code, so the two can never disagree about a record.
 */
export type BanLifeState =
  'proposed' | 'approved' | 'held' | 'published' | 'expired' | 'revoked' | 'rejected' | 'withdrawn' | 'blocked'

type BanKind = Extract<RecordKind, `ban.${string}`>

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
}

export interface BanLife {
  readonly id: string
  readonly proposal: BanProposal
  readonly proposer: string
  readonly state: BanLifeState
  readonly approver?: string
  readonly holdUntil?: number
  readonly solo: boolean
  readonly listId?: string
  readonly publishedAt?: number
  readonly expiresAt?: number
  readonly revokedAt?: number
  readonly records: readonly LedgerRecord[]
}

export const isLive = (state: BanLifeState): boolean =>
  state === 'proposed' || state === 'approved' || state === 'held' || state === 'published'

/** May `kind` follow on `state`? `undefined` stands for a ban that does not exist yet. */
export function mayFollow(state: BanLifeState | undefined, kind: BanKind): boolean {
  return steps[kind].from.includes(state)
}

/** @returns the ban after `record`, or `undefined` when the step is not allowed or the record is about something else. */
export function advanceBan(ban: BanLife | undefined, record: LedgerRecord): BanLife | undefined {
  const { intent } = record
  if (!isBanKind(intent.kind) || !mayFollow(ban?.state, intent.kind)) return undefined
  if (intent.kind === 'ban.proposed') return begin(record, intent.subject, intent.body, intent.author)
  if (!ban) return undefined
  return { ...ban, ...changesOf(record), state: steps[intent.kind].to, records: [...ban.records, record] }
}

function begin(record: LedgerRecord, id: string, proposal: BanProposal, proposer: string): BanLife {
  return { id, proposal, proposer, state: 'proposed', solo: false, records: [record] }
}

function changesOf(record: LedgerRecord): Partial<BanLife> {
  const { intent } = record
  switch (intent.kind) {
    case 'ban.approved':
      return { approver: intent.author }
    case 'ban.held':
      return { holdUntil: intent.body.until, solo: intent.body.solo }
    case 'ban.published':
      return { listId: intent.body.listId, publishedAt: record.recordedAt, expiresAt: intent.body.expiresAt }
    case 'ban.revoked':
      return { revokedAt: record.recordedAt }
    default:
      return {}
  }
}

function isBanKind(kind: RecordKind): kind is BanKind {
  return Object.hasOwn(steps, kind)
}

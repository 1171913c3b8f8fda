import type { Intent, RecordKind } from '../intent.ts'
import type { LedgerRecord } from '../record.ts'

export type TeamKind = Extract<RecordKind, `label.${string}` | `campaign.${string}`>
export type TeamIntent = Extract<Intent, { kind: TeamKind }>

export interface CampaignLife {
  readonly id: string
  readonly name: string
  readonly note: string
  /** Key of whoever began it. */
  readonly author: string
  /** UTC milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** One that was removed never comes back. */
  readonly state: 'open' | 'removed'
}

/** Sources that come into a campaign, or leave it; whether they were in it before makes no difference. */
interface Membership {
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/** Each of the sources gets and loses these labels; whether it wore them before makes no difference. */
export interface LabelChange extends Membership {
  readonly sources: readonly string[]
}

/** What one record changes. */
export interface TeamChange {
  readonly campaign?: CampaignLife
  readonly sources?: Membership
  readonly labels?: LabelChange
}

export const isTeamIntent = (intent: Intent): intent is TeamIntent => isTeamKind(intent.kind)

export const isTeamKind = (kind: string): boolean => kind.startsWith('label.') || kind.startsWith('campaign.')

/**
 * The fold that feed and consoles share.
 * @param before the campaign that the record is about, as it was.
 * @returns what `record` changes, or `undefined` when it cannot follow or is about something else.
 */
export function advanceTeam(before: CampaignLife | undefined, record: LedgerRecord): TeamChange | undefined {
  const { intent, recordedAt } = record
  return isTeamIntent(intent) ? teamChange(before, intent, recordedAt) : undefined
}

/** The same for an intent that is not recorded yet. @param at when it happens, UTC milliseconds. */
export function teamChange(before: CampaignLife | undefined, intent: TeamIntent, at: number): TeamChange | undefined {
  if (intent.kind === 'label.changed') return { labels: intent.body }
  if (intent.kind === 'campaign.created') return before ? undefined : { campaign: begun(intent, at) }
  if (before?.state !== 'open') return undefined
  const touched = { ...before, updatedAt: Math.max(before.updatedAt, at) }
  switch (intent.kind) {
    case 'campaign.changed': {
      const { name = before.name, note = before.note } = intent.body
      return { campaign: { ...touched, name, note } }
    }
    case 'campaign.sources-added':
      return { campaign: touched, sources: { add: intent.body.sources, remove: [] } }
    case 'campaign.sources-removed':
      return { campaign: touched, sources: { add: [], remove: intent.body.sources } }
    case 'campaign.removed':
      return { campaign: { ...touched, state: 'removed' } }
  }
}

function begun(
  { subject: id, author, body: { name, note = '', since } }: Extract<TeamIntent, { kind: 'campaign.created' }>,
  at: number,
): CampaignLife {
  return { id, name, note, author, createdAt: Math.min(since ?? at, at), updatedAt: at, state: 'open' }
}

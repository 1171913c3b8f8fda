import { z } from 'zod'
import type { SignedIntent } from '../../contract/ledger/intent.ts'
import type { TeamIntent } from '../../contract/ledger/life/team.ts'
import type { LedgerState } from '../ledger/state.ts'
import { Refusal } from '../refusal.ts'
import type { Judging } from './judging.ts'

/** Far above what people keep apart, and little enough for the feed to hold in memory. */
export const mostOpenCampaigns = 2_000
export const mostSourcesOfCampaign = 100_000

/** @returns nothing: tags change no list. @throws Refusal */
export function judgeTeam({ state }: Judging, intent: TeamIntent): readonly SignedIntent[] {
  if (intent.kind === 'campaign.created') judgeBegin(state, intent.subject)
  else if (intent.kind !== 'label.changed') {
    requireOpen(state, intent.subject)
    if (intent.kind === 'campaign.sources-added') requireRoom(state, intent.subject, intent.body.sources)
  }
  return []
}

function judgeBegin({ campaigns, members }: LedgerState, id: string): void {
  if (!z.uuid().safeParse(id).success) throw new Refusal('bad-request', 'a campaign is named by a UUID')
  if (campaigns.has(id)) throw new Refusal('wrong-state', `campaign ${id} exists already`)
  if (members.size >= mostOpenCampaigns)
    throw new Refusal('too-wide', `there are ${members.size} campaigns already: remove one that is over`)
}

function requireOpen({ campaigns }: LedgerState, id: string): void {
  const campaign = campaigns.get(id)
  if (!campaign) throw new Refusal('not-found', `there is no campaign ${id}`)
  if (campaign.state !== 'open') throw new Refusal('wrong-state', `the campaign “${campaign.name}” was removed`)
}

function requireRoom({ members }: LedgerState, id: string, sources: readonly string[]): void {
  const held = members.get(id)
  const added = new Set(sources.filter((address) => !held?.has(address))).size
  if ((held?.size ?? 0) + added > mostSourcesOfCampaign)
    throw new Refusal('too-wide', `a campaign holds ${mostSourcesOfCampaign} sources at most`)
}

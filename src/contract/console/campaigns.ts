import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { NumberDialled } from './sources.ts'
import { address, type Severity, type SourceRow, type ToolId } from './vocabulary.ts'

export interface CampaignRow {
  readonly id: number
  readonly name: string
  readonly note: string
  readonly createdAt: number
  readonly updatedAt: number
  /** Something about it is still on its way to the feed. */
  readonly waiting?: true
  readonly sources: number
  readonly messages: number
  readonly firstSeen?: number
  readonly lastSeen?: number
  readonly severity: Severity
  readonly tools: readonly ToolId[]
  /** Messages of each of the 48 hours up to its last one, oldest first; empty when there is none. */
  readonly sparkline: readonly number[]
}

export interface CampaignDetail {
  readonly campaign: CampaignRow
  readonly sources: readonly SourceRow[]
  readonly numbers: readonly NumberDialled[]
}

const id = z.number().int()
const name = z.string().trim().min(1, 'give the campaign a name').max(120)
const note = z.string().max(20_000)
/** Sources that one call takes. */
export const mostCampaignSources = 500
const addresses = z.array(address).min(1).max(mostCampaignSources)

export const campaignCalls = {
  'campaigns.list': returns<readonly CampaignRow[]>()(z.object({})),
  'campaign.get': returns<CampaignDetail>()(z.object({ id })),
  'campaign.create': returns<{ readonly id: number }>()(
    z.object({ name, note: note.default(''), sources: z.array(address).max(mostCampaignSources).default([]) }),
  ),
  'campaign.update': returns<void>()(z.object({ id, name: name.optional(), note: note.optional() })),
  'campaign.addSources': returns<{ readonly added: number }>()(z.object({ id, sources: addresses })),
  'campaign.removeSources': returns<{ readonly removed: number }>()(z.object({ id, sources: addresses })),
  'campaign.remove': returns<void>()(z.object({ id })),
}

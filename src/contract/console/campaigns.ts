import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { NumberDialled, SourceProfile, SourceTimeline } from './sources.ts'
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

/** As many sources of a campaign as one answer lists. */
export const mostMembersListed = 5_000

export interface CampaignDetail {
  /** Its `sources` count those that were seen and those that were not. */
  readonly campaign: CampaignRow
  /** Those that this console has stored something of, those that sent most first. */
  readonly sources: readonly SourceRow[]
  /** How many of those there are. */
  readonly seen: number
  /** Those of which nothing is stored here: others of the team saw them, or what they sent was removed. */
  readonly unseen: readonly string[]
  readonly numbers: readonly NumberDialled[]
}

/** How a campaign attacked, counted over the sources of it that sent most. */
export interface CampaignAnatomy {
  /** Sources counted; the campaign may have more that were seen. */
  readonly counted: number
  readonly seen: number
  /** First to last message, in steps of minutes or, of long campaigns, of hours; what is kept by the day alone is not in it. */
  readonly timeline: SourceTimeline
  /** Messages per hour of the day in each sensor's own zone, the sensor that received most first. */
  readonly sensors: readonly { readonly sensor: number; readonly hours: readonly number[] }[]
  /** The 100 most frequent ones. */
  readonly tools: SourceProfile['tools']
  /** Sources that sent an INVITE, and milliseconds from a source's first message to its first one; absent when none did. */
  readonly invites?: { readonly sources: number; readonly fastest: number; readonly median: number }
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
  /** @throws RpcError `not-found` */
  'campaign.anatomy': returns<CampaignAnatomy>()(z.object({ id })),
  'campaign.create': returns<{ readonly id: number }>()(
    z.object({ name, note: note.default(''), sources: z.array(address).max(mostCampaignSources).default([]) }),
  ),
  'campaign.update': returns<void>()(z.object({ id, name: name.optional(), note: note.optional() })),
  /** @returns those that were not in it yet. */
  'campaign.addSources': returns<{ readonly added: readonly string[] }>()(z.object({ id, sources: addresses })),
  /** @returns those that were in it. */
  'campaign.removeSources': returns<{ readonly removed: readonly string[] }>()(z.object({ id, sources: addresses })),
  'campaign.remove': returns<void>()(z.object({ id })),
}

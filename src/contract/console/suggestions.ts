import { z } from 'zod'
import { returns } from '../rpc/table.ts'

/** Something that sources of a suggestion share, and hardly anybody else. */
export interface SuggestionReason {
  /** e.g. `Same number 46850780296, dialled by 9 of 30,000 sources`; what attackers wrote is made visible in it. */
  readonly words: string
  /** Sources of the suggestion that have it, sources that have it, and sources there were. */
  readonly members: number
  readonly holders: number
  readonly among: number
}

/** Sources that are likely to be one campaign. */
export interface SuggestedCampaign {
  /** The same from one time to the next while most of its sources stay together; never given twice. */
  readonly id: number
  readonly sources: number
  /** Some of them, those that sent most first. */
  readonly examples: readonly string[]
  /** Of those that are stored still; UTC milliseconds. */
  readonly messages: number
  readonly firstSeen?: number
  readonly lastSeen?: number
  /** Most telling first. */
  readonly reasons: readonly SuggestionReason[]
  /** Part of its sources that have any of these, from 0 to 1. */
  readonly strength: number
  /** Campaigns that some of its sources are in: it would add to one, or connects several. */
  readonly campaigns: readonly { readonly id: number; readonly name: string }[]
}

export interface SuggestedCampaigns {
  /** Those of most sources first. */
  readonly rows: readonly SuggestedCampaign[]
  readonly total: number
  readonly rejected: number
}

/** Sources of one suggestion that are told at once. */
export const mostSuggestedSources = 10_000

const id = z.number().int().positive()
const name = z.string().trim().min(1, 'give the campaign a name').max(120)

export const suggestionCalls = {
  'campaigns.suggestions': returns<SuggestedCampaigns>()(
    z.object({ limit: z.number().int().min(1).max(200).default(50) }),
  ),
  /** Addresses of one, sorted. */
  'campaigns.suggested': returns<{ readonly sources: readonly string[] }>()(z.object({ id })),
  /**
   * Makes a campaign of it, or adds what is new to the campaign `into`. To take it back, remove the campaign, or those
   * `added` from it.
   */
  'campaigns.accept': returns<{ readonly campaign: number; readonly added: readonly string[] }>()(
    z.object({ id, name: name.optional(), into: z.number().int().optional() }),
  ),
  /** Not suggested again, nor what is much the same, on this console. */
  'campaigns.reject': returns<void>()(z.object({ id })),
  /** Takes a rejection back. */
  'campaigns.reconsider': returns<void>()(z.object({ id })),
}

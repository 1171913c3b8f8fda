import { z } from 'zod'
import { returns } from '../rpc/table.ts'
import type { BanRow } from './bans.ts'
import {
  address,
  cursor,
  pageSize,
  range,
  type AttackClass,
  type Page,
  type SourceRow,
  type ToolId,
  type Verdict,
} from './vocabulary.ts'
import type { WhitelistEntry } from './whitelist.ts'

export interface NumberDialled {
  readonly core: string
  readonly country?: string
  readonly attempts: number
  readonly firstSeen: number
  readonly lastSeen: number
  readonly prefixes: readonly { readonly prefix: string; readonly attempts: number }[]
}

export interface SourceProfile {
  readonly source: SourceRow
  readonly verdict: Verdict
  readonly classes: readonly { readonly class: AttackClass; readonly messages: number }[]
  readonly numbers: readonly NumberDialled[]
  readonly tools: readonly { readonly tool: ToolId; readonly userAgent: string; readonly messages: number }[]
  readonly sensors: readonly {
    readonly sensor: number
    readonly messages: number
    readonly firstSeen: number
    readonly lastSeen: number
    /** Messages per hour of the day, 24 counts, in the sensor's own time zone. */
    readonly hours: readonly number[]
  }[]
  /** Users and extensions it named in From, To or Authorization, most frequent first. */
  readonly users: readonly { readonly user: string; readonly attempts: number }[]
  /** Milliseconds from its first message to its first INVITE. */
  readonly timeToInvite?: number
  /** Most messages received from it within one second. */
  readonly peakPerSecond: number
  readonly ban?: BanRow
  readonly whitelist?: WhitelistEntry
}

/** Messages from one source per step, gaps left out: the profile shows the sensors' gaps beside it. */
export interface SourceTimeline {
  readonly from: number
  readonly step: number
  readonly counts: readonly number[]
}

export const sourceCalls = {
  'source.profile': returns<SourceProfile>()(z.object({ address })),
  /** Without a range: the busiest stretch first seen to last seen, in at most 600 steps. */
  'source.timeline': returns<SourceTimeline>()(z.object({ address, range: range.optional() })),
  'sources.page': returns<Page<SourceRow>>()(
    z.object({
      order: z.enum(['last-seen', 'messages', 'severity']).default('last-seen'),
      campaign: z.number().int().optional(),
      /** Number core: only sources that dialled it. */
      number: z.string().max(64).optional(),
      cursor,
      limit: pageSize,
    }),
  ),
}

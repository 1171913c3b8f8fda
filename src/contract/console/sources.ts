import { z } from 'zod'
import type { Behaviour } from '../../sip/source/behaviour.ts'
import { returns } from '../rpc/table.ts'
import type { BanRow } from './bans.ts'
import {
  address,
  cursor,
  pageSize,
  range,
  type AttackClass,
  type Confidence,
  type GuessHow,
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
  /** Different prefixes dialled in front of it, those left out of `prefixes` included. */
  readonly prefixCount: number
  /** Most attempts first; pages get a part of a great sweep. */
  readonly prefixes: readonly {
    readonly prefix: string
    readonly attempts: number
    /** How sure the border between it and the core is; of several forms the least sure. */
    readonly confidence: Confidence
  }[]
}

/** What the source did to an account: one user and password, however often. */
export interface GuessRow {
  readonly user: string
  /** Absent when only its digest was sent and no password is known to make it. */
  readonly password?: string
  readonly how: GuessHow
  readonly attempts: number
  readonly firstSeen: number
  readonly lastSeen: number
}

export interface GuessTotals {
  readonly attempts: number
  /** Rows of `source.guesses`. */
  readonly listed: number
  /** Attempts that are counted but not listed: a source's guesses are listed up to 10,000 different ones. */
  readonly unlisted: number
  /** Different users among those listed. */
  readonly users: number
  /** Different passwords known among those listed. */
  readonly passwords: number
  /** Attempts among those listed of which only a digest is known: `source.checkGuesses` may find their passwords. */
  readonly unknown: number
}

/** How messages of the source are built, whatever they say. */
export interface FingerprintRow {
  readonly text: string
  readonly messages: number
  /** Sources whose messages are built so, this one among them. */
  readonly sources: number
}

/** What checking the digests of a source against known passwords brought. */
export interface GuessCheck {
  /** Digests looked at: those of the newest messages whose password was not known. */
  readonly digests: number
  /** Of them, those that no password can be tried on: an unknown algorithm, or parts missing. */
  readonly uncheckable: number
  /** Each digest whose password was found; the list of guesses shows them from now on. */
  readonly found: readonly { readonly user: string; readonly password: string }[]
  /** False when time was up before every digest had been tried with every candidate. */
  readonly complete: boolean
}

export interface SourceProfile {
  readonly source: SourceRow
  readonly verdict: Verdict
  /** What it did over its whole life, gravest first. */
  readonly behaviours: readonly Behaviour[]
  readonly classes: readonly { readonly class: AttackClass; readonly messages: number }[]
  /** The 500 dialled most often. */
  readonly numbers: readonly NumberDialled[]
  /** What the structure of its messages proves beside what their User-Agent claims, most messages first. */
  readonly tools: readonly {
    readonly tool: ToolId
    readonly claimed: ToolId
    readonly userAgent: string
    readonly messages: number
  }[]
  /** The 20 most frequent ones. */
  readonly fingerprints: readonly FingerprintRow[]
  readonly guesses: GuessTotals
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

/** Another source, and what it has in common with the one asked about. */
export interface SimilarSource {
  readonly source: SourceRow
  /** Rare numbers that both dialled: those that at most 100 sources did. */
  readonly numbers: number
  /** In the same /24, of IPv6 the same /48. */
  readonly near: boolean
}

/** Messages from one source per step, gaps left out: the profile shows the sensors' gaps beside it. */
export interface SourceTimeline {
  readonly from: number
  readonly step: number
  readonly counts: readonly number[]
}

export const sourceCalls = {
  'source.profile': returns<SourceProfile>()(z.object({ address })),
  /** Who shares most first. @throws RpcError `not-found` */
  'source.similar': returns<readonly SimilarSource[]>()(
    z.object({ address, limit: z.number().int().min(1).max(50).default(5) }),
  ),
  /** Without a range: the busiest stretch first seen to last seen, in at most 600 steps. */
  'source.timeline': returns<SourceTimeline>()(z.object({ address, range: range.optional() })),
  /** Most attempts first. */
  'source.guesses': returns<Page<GuessRow>>()(z.object({ address, cursor, limit: pageSize })),
  /**
   * Tries the passwords that attackers try on the digests that the source sent, newest messages first, at most 200 of
   * them. Takes some seconds at most; cancel the call to stop it. What was found until then stays found.
   */
  'source.checkGuesses': returns<GuessCheck>()(z.object({ address })),
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

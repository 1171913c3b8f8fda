import { z } from 'zod'
import type { SubscriberReach } from '../ledger/reach.ts'
import { returns } from '../rpc/table.ts'

/** Who has the address of a ban, as the feed concludes from what each subscriber asked for and was given. */
export interface Reach {
  readonly subscribers: readonly SubscriberReach[]
  readonly has: number
  readonly hasNot: number
  readonly unknown: number
  /** Have not asked for a day; they are among the others too. */
  readonly stale: number
  /** Those that have it, or may have it, each counted under what ends the block there. */
  readonly mayBlock: {
    readonly count: number
    /** Forget it at a time that is known; `latest`, UTC milliseconds, is that of the last one. */
    readonly atATime: number
    readonly latest?: number
    /** Forget it when they ask next, whenever that is. */
    readonly atNextPull: number
    /** Never forget it by themselves. */
    readonly never: number
    /** Nobody knows what ends it. */
    readonly unknown: number
  }
}

/** Single IPv4 addresses that the public APIBAN v1 client for nftables can hold: 23 pages of 250. */
export const mostInV1 = 5_750

/** Addresses and ranges of one side of a difference. */
export interface DiffSide {
  readonly count: number
  /** The first of them, in the order of the bans asked for. */
  readonly addresses: readonly string[]
}

/** What approving or revoking bans does to the list. */
export interface ListDiff {
  readonly added: DiffSide
  readonly removed: DiffSide
  /** Addresses and ranges on the list now. */
  readonly before: number
  /** Once all that was asked for is done, and nothing else. */
  readonly after: number
  /** Others that are held, and come onto the list by themselves. */
  readonly held: number
  /** Of those removed: what blocks them all the same. */
  readonly stillInside: readonly { readonly address: string; readonly inside: string }[]
  /** Single IPv4 addresses, the only ones that APIBAN v1 and v2 carry; `after` with those that are held. */
  readonly v1: { readonly before: number; readonly after: number }
  /** Of those added: ranges and IPv6, which APIBAN v1 and v2 do not carry. */
  readonly notInV1: number
  /** Bans that are in no state for this. */
  readonly skipped: number
}

const id = z.string().min(1).max(64)
/** Bans that one act decides on. */
export const mostDecided = 10_000

export const reachCalls = {
  /** Asks the feed. @throws RpcError `unavailable` while it is away, `refused` when it does not know the ban. */
  'ban.reach': returns<Reach>()(z.object({ id })),
  'bans.diff': returns<ListDiff>()(z.object({ act: z.enum(['approve', 'revoke']), ids: z.array(id).max(mostDecided) })),
}

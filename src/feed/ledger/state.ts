import type { Network } from '../../contract/ledger/address.ts'
import type { Policy } from '../../contract/ledger/intents/policy.ts'
import type { BanLife } from '../../contract/ledger/life/ban.ts'
import type { Invitation, Person } from '../../contract/ledger/life/people.ts'
import type { CampaignLife } from '../../contract/ledger/life/team.ts'
import type { WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import type { Candidate } from '../../contract/ledger/whitelist.ts'

/** Where the chain stands; the next record goes behind it. */
export interface ChainEnd {
  readonly seq: number
  readonly hash: string
  readonly recordedAt: number
}

export interface LiveBan {
  readonly ban: BanLife
  readonly network: Network
}

export interface ActiveEntry {
  readonly entry: WhitelistLife
  readonly fits: (candidate: Candidate) => boolean
}

export interface RevokedBan {
  readonly network: Network
  readonly at: number
}

/** When what is listed last changed. It follows from the records alone, so that it is the same after every restart. */
export interface ListModified {
  /** Of the record, UTC milliseconds. */
  readonly at: number
  /** UTC seconds; higher with every such record of another time, also where several are of one second. */
  readonly second: number
}

/** What all records up to `end` add up to. */
export interface LedgerState {
  readonly end: ChainEnd
  readonly bans: ReadonlyMap<string, BanLife>
  readonly live: ReadonlyMap<string, LiveBan>
  readonly whitelist: ReadonlyMap<string, WhitelistLife>
  readonly active: ReadonlyMap<string, ActiveEntry>
  /** Revoked lately: what automation may not propose again yet. */
  readonly revoked: ReadonlyMap<string, RevokedBan>
  readonly people: ReadonlyMap<string, Person>
  readonly invitations: ReadonlyMap<string, Invitation>
  readonly campaigns: ReadonlyMap<string, CampaignLife>
  /** Sources of each campaign that is open. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>
  readonly policy: Policy | undefined
  /** The feed's own key: the author of the first record. */
  readonly feedKey: string | undefined
  /** The highest list ID ever given. */
  readonly lastListId: number
  readonly listModified: ListModified
}

/** How long automation leaves a revoked address alone, milliseconds. */
export const cooldown = 24 * 3_600_000

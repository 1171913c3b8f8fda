import type { BanLifeState } from '../../contract/ledger/life/ban.ts'
import type { Reader } from './connection.ts'

export interface LiveBan {
  readonly address: string
  readonly state: BanLifeState
}

const live = "SELECT address, state FROM ban WHERE state IN ('proposed', 'approved', 'held', 'published')"
const waiting = `SELECT json_extract(signed, '$.intent.body.address') AS address
  FROM outbox WHERE kind = 'ban.proposed' AND state = 'waiting'`

/** All that are on their way or on the list, without what they rest on: there may be many thousands. */
export const liveBans = (reader: Reader): readonly LiveBan[] => reader.all<LiveBan>(live)

/** Addresses of proposals that the feed has not recorded. */
export const waitingProposals = (reader: Reader): readonly string[] =>
  reader.all<{ address: string }>(waiting).map(({ address }) => address)

import type { BanLifeState } from '../../contract/ledger/life/ban.ts'
import type { Reader } from './connection.ts'

export interface BannedHost {
  readonly address: string
  readonly state: BanLifeState
}

/** Single addresses that proved themselves, and whose bans are on their way or on the list. */
const proven = `
  SELECT address, state FROM ban
  WHERE state IN ('proposed', 'approved', 'held', 'published') AND instr(address, '/') = 0
    AND json_extract(life, '$.proposal.proof') <> 'unproven'`

/** Oldest ban first. */
export const provenHosts = (reader: Reader): readonly BannedHost[] =>
  reader.all<BannedHost>(`${proven} ORDER BY proposed`)

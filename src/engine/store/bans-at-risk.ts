import { parseNetwork } from '../../contract/ledger/address.ts'
import type { BanAtRisk } from '../../contract/ledger/consequences.ts'
import type { Seen } from '../../contract/ledger/intents/ban.ts'
import type { BanLifeState } from '../../contract/ledger/life/ban.ts'
import type { Reader } from './connection.ts'

interface Row {
  readonly id: string
  readonly address: string
  readonly state: BanLifeState
  readonly expiresAt: number | null
  readonly seen: string | null
}

/** Without its evidence: a list may hold two hundred thousand. */
const columns = `SELECT id, address, state, json_extract(life, '$.expiresAt') AS expiresAt,
    json_extract(life, '$.proposal.seen') AS seen
  FROM ban`
const live = `${columns} WHERE state IN ('proposed', 'approved', 'held', 'published')`

/** Every ban that is on its way or on the list, as a whitelist entry may end it. */
export const bansAtRisk = (reader: Reader): readonly BanAtRisk[] => reader.all<Row>(live).flatMap(atRisk)

const blocked = `${columns} WHERE state = 'blocked' ORDER BY proposed DESC LIMIT 1000`

/** The newest of those that the whitelist stopped before they were public. */
export const bansBlocked = (reader: Reader): readonly BanAtRisk[] => reader.all<Row>(blocked).flatMap(atRisk)

function atRisk({ id, address, state, expiresAt, seen }: Row): readonly BanAtRisk[] {
  const network = parseNetwork(address)
  if (!network) return []
  const proposal = seen === null ? {} : { seen: JSON.parse(seen) as Seen }
  return [{ ban: { id, state, proposal, ...(expiresAt === null ? {} : { expiresAt }) }, network }]
}

import { parseNetwork, type Network } from '../../contract/ledger/address.ts'
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
const isLive = "state IN ('proposed', 'approved', 'held', 'published')"
const live = `${columns} WHERE ${isLive}`
/** What a life holds stands on pages of its own, which this does not read. */
const addresses = `SELECT id, address FROM ban WHERE ${isLive}`
const named = `${columns} WHERE id IN (SELECT value FROM json_each(?))`

/**
 * The bans that are on their way or on the list, as a whitelist entry may end them.
 * @param meets where only those of some addresses matter
 */
export function bansAtRisk(reader: Reader, meets?: (network: Network) => boolean): readonly BanAtRisk[] {
  if (!meets) return reader.all<Row>(live).flatMap(atRisk)
  const ids = reader.all<Pick<Row, 'id' | 'address'>>(addresses).flatMap(({ id, address }) => {
    const network = parseNetwork(address)
    return network && meets(network) ? id : []
  })
  return reader.all<Row>(named, JSON.stringify(ids)).flatMap(atRisk)
}

const blocked = `${columns} WHERE state = 'blocked' ORDER BY proposed DESC LIMIT 1000`

/** The newest of those that the whitelist stopped before they were public. */
export const bansBlocked = (reader: Reader): readonly BanAtRisk[] => reader.all<Row>(blocked).flatMap(atRisk)

function atRisk({ id, address, state, expiresAt, seen }: Row): readonly BanAtRisk[] {
  const network = parseNetwork(address)
  if (!network) return []
  const proposal = seen === null ? {} : { seen: JSON.parse(seen) as Seen }
  return [{ ban: { id, state, proposal, ...(expiresAt === null ? {} : { expiresAt }) }, network }]
}

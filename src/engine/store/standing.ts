import type { BanState, CampaignRef } from '../../contract/console/vocabulary.ts'
import { shownState, type BanLifeState } from '../../contract/ledger/life/ban.ts'
import type { Reader } from './connection.ts'

/** State of each address's newest ban. */
export function banStatesOf(reader: Reader, addresses: readonly string[]): ReadonlyMap<string, BanState> {
  const rows = reader.all<{ address: string; state: BanLifeState }>(
    'SELECT address, state FROM ban WHERE address IN (SELECT value FROM json_each(?)) ORDER BY proposed',
    JSON.stringify(addresses),
  )
  return new Map(rows.map(({ address, state }) => [address, shownState(state)]))
}

/** Bans of whole ranges, oldest first; there are few. */
export const bannedRanges = (reader: Reader): readonly { readonly address: string; readonly state: BanLifeState }[] =>
  reader.all("SELECT address, state FROM ban WHERE instr(address, '/') > 0 ORDER BY proposed")

export function campaignsOf(reader: Reader, addresses: readonly string[]): ReadonlyMap<string, readonly CampaignRef[]> {
  const rows = reader.all<{ address: string; id: number; name: string }>(
    `SELECT x.address, c.id, c.name FROM campaign_source x JOIN campaign c ON c.id = x.campaign
      WHERE x.address IN (SELECT value FROM json_each(?)) ORDER BY c.name`,
    JSON.stringify(addresses),
  )
  const byAddress = new Map<string, CampaignRef[]>()
  for (const { address, id, name } of rows) {
    const campaigns = byAddress.get(address) ?? []
    campaigns.push({ id, name })
    byAddress.set(address, campaigns)
  }
  return byAddress
}

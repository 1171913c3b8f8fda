import type { CampaignRow } from '../../contract/console/campaigns.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import type { Reading } from '../readers/reading.ts'
import { shownNumbers } from '../sources/numbers.ts'
import { sourceRows } from '../sources/rows.ts'
import {
  campaign,
  campaignAddresses,
  campaigns,
  campaignSparkline,
  campaignTotals,
  type StoredCampaign,
} from '../store/campaigns.ts'
import type { Reader } from '../store/connection.ts'
import { numbersOf, sourcesByAddress } from '../store/sources.ts'
import { missing } from './missing.ts'

type CampaignReads = Pick<ConsoleCallHandlers, 'campaigns.list' | 'campaign.get'>

export function campaignReads(reading: Reading): CampaignReads {
  const { reader } = reading
  return {
    'campaigns.list': () => campaigns(reader).map((each) => rowOf(reader, each)),
    'campaign.get': ({ id }) => {
      const stored = campaign(reader, id)
      if (!stored) throw missing(id)
      const sources = sourcesByAddress(reader, campaignAddresses(reader, id))
      const byMessages = [...sources].sort((a, b) => b.messages - a.messages)
      const ids = sources.map((source) => source.id)
      return {
        campaign: rowOf(reader, stored),
        sources: sourceRows(reading, byMessages),
        numbers: shownNumbers(numbersOf(reader, ids)),
      }
    },
  }
}

const rowOf = (reader: Reader, stored: StoredCampaign): CampaignRow => ({
  ...stored,
  ...campaignTotals(reader, stored.id),
  sparkline: campaignSparkline(reader, stored.id),
})

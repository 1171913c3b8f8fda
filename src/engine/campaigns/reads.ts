import { mostMembersListed, type CampaignRow } from '../../contract/console/campaigns.ts'
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
  campaignUuid,
  type StoredCampaign,
} from '../store/campaigns.ts'
import type { Reader } from '../store/connection.ts'
import { numbersOf, sourcesByAddress } from '../store/sources.ts'
import { anatomyOf } from './anatomy.ts'
import { missing } from './missing.ts'
import { refusedTags } from './refused.ts'

type CampaignReads = Pick<ConsoleCallHandlers, 'campaigns.list' | 'campaign.get' | 'campaign.anatomy' | 'tags.refused'>

export function campaignReads(reading: Reading): CampaignReads {
  const { reader } = reading
  return {
    'tags.refused': () => refusedTags(reading),
    'campaigns.list': () => {
      const waiting = waitingIn(reading)
      return campaigns(reader).map((each) => rowOf(reader, each, waiting))
    },
    'campaign.anatomy': ({ id }) => {
      if (!campaign(reader, id)) throw missing(id)
      return anatomyOf(reader, sourcesByAddress(reader, campaignAddresses(reader, id)))
    },
    'campaign.get': ({ id }) => {
      const stored = campaign(reader, id)
      if (!stored) throw missing(id)
      const addresses = campaignAddresses(reader, id)
      const sources = sourcesByAddress(reader, addresses)
      const ids = sources.map((source) => source.id)
      const listed = sources.toSorted((a, b) => b.messages - a.messages).slice(0, mostMembersListed)
      const known = new Set(sources.map(({ address }) => address))
      const unseen = addresses.filter((address) => !known.has(address))
      return {
        campaign: rowOf(reader, stored, waitingIn(reading)),
        sources: sourceRows(reading, listed),
        seen: sources.length,
        unseen: unseen.slice(0, mostMembersListed - listed.length),
        numbers: shownNumbers(numbersOf(reader, ids)),
      }
    },
  }
}

/** Subjects of what is on its way to the feed. */
const waitingIn = ({ queue }: Reading): ReadonlySet<string> =>
  new Set(
    queue
      .team()
      .filter(({ state }) => state === 'waiting')
      .map(({ signed }) => signed.intent.subject),
  )

const rowOf = (reader: Reader, stored: StoredCampaign, waiting: ReadonlySet<string>): CampaignRow => ({
  ...stored,
  ...(waiting.has(campaignUuid(reader, stored.id) ?? '') ? { waiting: true } : {}),
  ...campaignTotals(reader, stored.id),
  sparkline: campaignSparkline(reader, stored.id),
})

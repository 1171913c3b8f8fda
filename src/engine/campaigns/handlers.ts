import type { CampaignRow } from '../../contract/console/campaigns.ts'
import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { isHost } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { requireNetwork } from '../blacklist/draft.ts'
import { shownNumbers } from '../sources/numbers.ts'
import { sourceRows } from '../sources/rows.ts'
import {
  addCampaignSources,
  campaign,
  campaignAddresses,
  campaigns,
  campaignSparkline,
  campaignTotals,
  createCampaign,
  removeCampaign,
  removeCampaignSources,
  updateCampaign,
  type StoredCampaign,
} from '../store/campaigns.ts'
import type { Reader } from '../store/connection.ts'
import { guardedWrite } from '../store/guarded.ts'
import { numbersOf, sourcesByAddress } from '../store/sources.ts'
import type { Workspace } from '../workspace.ts'

type CampaignHandlers = Pick<
  ConsoleCallHandlers,
  | 'campaigns.list'
  | 'campaign.get'
  | 'campaign.create'
  | 'campaign.update'
  | 'campaign.addSources'
  | 'campaign.removeSources'
  | 'campaign.remove'
>

export function campaignHandlers(workspace: Workspace): CampaignHandlers {
  const { store, changes, now } = workspace
  const { reader, writer } = store
  const change = <Result>(write: () => Result): Result => {
    const result = guardedWrite(store, () => writer.transaction(write))
    changes.publish('campaigns')
    return result
  }
  const touch = (id: number): void => found(updateCampaign(writer, id, null, null, now()), id)

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
        sources: sourceRows(workspace, byMessages),
        numbers: shownNumbers(numbersOf(reader, ids)),
      }
    },
    'campaign.create': ({ name, note, sources }) =>
      change(() => {
        const id = createCampaign(writer, name, note, now())
        addCampaignSources(writer, id, sources.map(hostText), now())
        return { id }
      }),
    'campaign.update': ({ id, name, note }) =>
      change(() => found(updateCampaign(writer, id, name ?? null, note ?? null, now()), id)),
    'campaign.addSources': ({ id, sources }) =>
      change(() => {
        touch(id)
        return { added: addCampaignSources(writer, id, sources.map(hostText), now()) }
      }),
    'campaign.removeSources': ({ id, sources }) =>
      change(() => {
        touch(id)
        return { removed: removeCampaignSources(writer, id, sources.map(hostText)) }
      }),
    'campaign.remove': ({ id }) => change(() => found(removeCampaign(writer, id), id)),
  }
}

const rowOf = (reader: Reader, stored: StoredCampaign): CampaignRow => ({
  ...stored,
  ...campaignTotals(reader, stored.id),
  sparkline: campaignSparkline(reader, stored.id),
})

function hostText(text: string): string {
  const network = requireNetwork(text)
  if (isHost(network)) return network.text
  throw new RpcError('bad-request', `${network.text} is a range; a campaign holds single addresses`)
}

const missing = (id: number): RpcError => new RpcError('not-found', `there is no campaign ${id}`)

function found(exists: boolean, id: number): void {
  if (!exists) throw missing(id)
}

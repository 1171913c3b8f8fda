import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { isHost } from '../../contract/ledger/address.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { requireNetwork } from '../blacklist/draft.ts'
import {
  addCampaignSources,
  createCampaign,
  removeCampaign,
  removeCampaignSources,
  updateCampaign,
} from '../store/campaigns.ts'
import { guardedWrite } from '../store/guarded.ts'
import type { Workspace } from '../workspace.ts'
import { missing } from './missing.ts'

type CampaignHandlers = Pick<
  ConsoleCallHandlers,
  'campaign.create' | 'campaign.update' | 'campaign.addSources' | 'campaign.removeSources' | 'campaign.remove'
>

export function campaignHandlers(workspace: Workspace): CampaignHandlers {
  const { store, changes, now } = workspace
  const { writer } = store
  const change = <Result>(write: () => Result): Result => {
    const result = guardedWrite(store, () => writer.transaction(write))
    changes.publish('campaigns')
    return result
  }
  const touch = (id: number): void => found(updateCampaign(writer, id, null, null, now()), id)

  return {
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

function hostText(text: string): string {
  const network = requireNetwork(text)
  if (isHost(network)) return network.text
  throw new RpcError('bad-request', `${network.text} is a range; a campaign holds single addresses`)
}

function found(exists: boolean, id: number): void {
  if (!exists) throw missing(id)
}

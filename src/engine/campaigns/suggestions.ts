import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import { guardedWrite } from '../store/guarded.ts'
import { rejectSuggestion, removeSuggestion } from '../store/suggestions/kept.ts'
import type { Workspace } from '../workspace.ts'
import { campaignHandlers } from './handlers.ts'
import { openSuggestion } from './suggested.ts'

type SuggestionHandlers = Pick<ConsoleCallHandlers, 'campaigns.accept' | 'campaigns.reject' | 'campaigns.reconsider'>

/** Campaigns are the team's; what is rejected is this console's own. */
export function suggestionHandlers(workspace: Workspace): SuggestionHandlers {
  const { store, changes, now } = workspace
  const acts = campaignHandlers(workspace)
  const change = (write: () => void): void => {
    guardedWrite(store, write)
    changes.publish('campaigns')
  }
  return {
    'campaigns.accept': async ({ id, name, into }, context) => {
      const sources = [...openSuggestion(store.writer, id).sources]
      if (into === undefined && name === undefined) throw new RpcError('bad-request', 'give the campaign a name')
      const accepted =
        into === undefined
          ? await acts['campaign.create']({ name: name ?? '', note: '', sources }, context)
          : await acts['campaign.addSources']({ id: into, sources }, context)
      change(() => removeSuggestion(store.writer, id))
      return 'added' in accepted
        ? { campaign: into ?? 0, added: accepted.added }
        : { campaign: accepted.id, added: sources }
    },
    'campaigns.reject': ({ id }) => {
      openSuggestion(store.writer, id)
      change(() => void rejectSuggestion(store.writer, id, now()))
    },
    'campaigns.reconsider': ({ id }) => change(() => void rejectSuggestion(store.writer, id, null)),
  }
}

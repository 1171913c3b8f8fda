import type { ConsoleCallHandlers } from '../../contract/console/index.ts'
import { mostSuggestedSources, type SuggestedCampaign } from '../../contract/console/suggestions.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Reading } from '../readers/reading.ts'
import { campaign } from '../store/campaigns.ts'
import { toMilliseconds } from '../store/codes.ts'
import type { Reader } from '../store/connection.ts'
import { keptSuggestion, keptSuggestions, type KeptSuggestion } from '../store/suggestions/kept.ts'
import { suggestionTotals } from '../store/suggestions/totals.ts'
import { toldIn } from './following/told.ts'

type SuggestionReads = Pick<ConsoleCallHandlers, 'campaigns.suggestions' | 'campaigns.suggested'>

/** Campaigns that suggest themselves, as they were found last. */
export const suggestionReads = ({ reader }: Reading): SuggestionReads => ({
  'campaigns.suggestions': ({ limit }) => {
    const kept = keptSuggestions(reader)
    const open = kept.filter(({ rejectedAt }) => rejectedAt === null)
    return {
      rows: open.slice(0, limit).map((each) => rowOf(reader, each)),
      ...{ total: open.length, rejected: kept.length - open.length },
    }
  },
  'campaigns.suggested': ({ id }) => ({ sources: openSuggestion(reader, id).sources.slice(0, mostSuggestedSources) }),
})

/** @throws RpcError `not-found`: sources that were suggested together may not be any more. */
export function openSuggestion(reader: Reader, id: number): KeptSuggestion {
  const kept = keptSuggestion(reader, id)
  if (kept?.rejectedAt !== null) throw new RpcError('not-found', 'this is not suggested any more')
  return kept
}

function rowOf(reader: Reader, { id, sources, told }: KeptSuggestion): SuggestedCampaign {
  const { evidence, strength, campaigns } = toldIn(told)
  const { messages, first, last, examples } = suggestionTotals(reader, sources)
  return {
    ...{ id, sources: sources.length, examples, messages, reasons: evidence, strength },
    campaigns: campaigns.flatMap((each) => {
      const known = campaign(reader, each)
      return known ? [{ id: each, name: known.name }] : []
    }),
    ...(first === null ? {} : { firstSeen: toMilliseconds(first) }),
    ...(last === null ? {} : { lastSeen: toMilliseconds(last) }),
  }
}

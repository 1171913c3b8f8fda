import type {
  DecisionList,
  InboxDecisions,
  InboxList,
  InboxRisk,
  InboxSources,
} from '../../../contract/console/inbox.ts'
import { mostInboxRows } from '../../../contract/console/inbox.ts'
import { count, counted } from '../../text/format.ts'
import type { Held } from './steady.ts'

export const listNames: Readonly<Record<InboxList, string>> = {
  open: 'Waiting',
  done: 'Done',
  snoozed: 'Snoozed',
  hidden: 'Hidden by whitelist',
  banned: 'Banned or proposed',
}

/** Shows the sources of that risk alone; 0 shows all. */
export const riskKeys: Readonly<Record<InboxRisk, string>> = { critical: '1', high: '2', medium: '3', low: '4' }

export const isOfDecisions = (list: InboxList): list is DecisionList => list !== 'hidden' && list !== 'banned'

/** How many rows each list has, as far as that is known. */
export function totalOf(
  list: InboxList,
  sources: InboxSources | undefined,
  decisions: InboxDecisions | undefined,
): number | undefined {
  if (!sources) return undefined
  return sources.counts[list] + (isOfDecisions(list) ? (decisions?.counts[list] ?? 0) : 0)
}

/** What the rows cover, and what they leave out. */
export function scopeWords(
  list: InboxList,
  sources: InboxSources | undefined,
  decisions: InboxDecisions | undefined,
): string {
  if (sources?.list !== list) return ''
  const { counts, rows, risk, risks, complete } = sources
  const total = risk === undefined ? counts[list] : risks[risk]
  const what = risk === undefined ? 'source' : `source of ${risk} risk`
  const all = `${complete ? '' : 'more than '}${counted(total, what, what.replace('source', 'sources'))}`
  const cut = rows.length < total ? `the worst ${count(rows.length)} of ${all}` : all
  const parts = [
    ...(isOfDecisions(list) && decisions && risk === undefined ? [counted(decisions.counts[list], 'decision')] : []),
    cut,
    ...(list === 'open' && (decisions?.own ?? 0) > 0
      ? [`${count(decisions?.own ?? 0)} of your own wait for others`]
      : []),
    ...(rows.length >= mostInboxRows && rows.length < total ? ['those put away make room'] : []),
  ]
  return parts.join(' · ')
}

/** What is not shown, for it would have moved the row under the cursor. */
export const heldWords = ({ came, gone }: Held): string =>
  [...(came > 0 ? [`${count(came)} new above`] : []), ...(gone.size > 0 ? [`${count(gone.size)} gone`] : [])].join(', ')

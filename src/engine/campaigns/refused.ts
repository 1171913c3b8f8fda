import type { RefusedTag } from '../../contract/console/tags.ts'
import { isTeamIntent, type TeamIntent } from '../../contract/ledger/life/team.ts'
import type { Reading } from '../readers/reading.ts'
import type { OutboxItem } from '../store/outbox.ts'

/** At most so many are told at once: the reason is the same for most. */
const most = 100

export const refusedTags = ({ queue, ledger }: Pick<Reading, 'queue' | 'ledger'>): readonly RefusedTag[] =>
  queue
    .team()
    .filter(({ state }) => state === 'refused')
    .slice(0, most)
    .flatMap(({ signed: { intent }, error = '' }: OutboxItem) =>
      isTeamIntent(intent)
        ? [{ subject: intent.subject, words: wordsFor(intent, ledger.campaign(intent.subject)?.name), why: error }]
        : [],
    )

function wordsFor(intent: TeamIntent, name = 'a campaign'): string {
  switch (intent.kind) {
    case 'label.changed':
      return labelWords(intent.body)
    case 'campaign.created':
      return `new campaign ${intent.body.name}`
    case 'campaign.changed':
      return `name or note of ${name}`
    case 'campaign.sources-added':
      return `${sourcesOf(intent.body)} into ${name}`
    case 'campaign.sources-removed':
      return `${sourcesOf(intent.body)} out of ${name}`
    case 'campaign.removed':
      return `deletion of ${name}`
  }
}

interface Sources {
  readonly sources: readonly string[]
}

const sourcesOf = ({ sources }: Sources): string =>
  sources.length === 1 ? sources.join('') : `${sources.length} sources`

function labelWords({
  add,
  remove,
  ...of
}: Sources & { readonly add: readonly string[]; readonly remove: readonly string[] }): string {
  const parts = [
    ...(add.length > 0 ? [`label ${add.join(', ')} on ${sourcesOf(of)}`] : []),
    ...(remove.length > 0 ? [`label ${remove.join(', ')} off ${sourcesOf(of)}`] : []),
  ]
  return parts.join(' and ')
}

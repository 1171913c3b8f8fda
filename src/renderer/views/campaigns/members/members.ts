import type { CampaignDetail } from '../../../../contract/console/campaigns.ts'
import type { SourceRow } from '../../../../contract/console/vocabulary.ts'
import type { Column } from '../../../components/grid.ts'
import { valuesOf } from '../../../lists/facets.ts'
import type { Field } from '../../../lists/filters.ts'
import { count, counted } from '../../../text/format.ts'
import { isoTime } from '../../../text/time.ts'

/** A source of a campaign; where nothing of it is stored here, there is its address alone. */
export interface Member {
  readonly address: string
  readonly source?: SourceRow
}

export const membersOf = ({ sources, unseen }: CampaignDetail): readonly Member[] => [
  ...sources.map((source) => ({ address: source.address, source })),
  ...unseen.map((address) => ({ address })),
]

/** "12 sources, 9 of them not seen here": what is not listed, or not known, is said. */
export function membersScope({ campaign, sources, seen, unseen }: CampaignDetail): string {
  const listed = sources.length + unseen.length
  const strangers = campaign.sources - seen
  const all = counted(campaign.sources, 'source')
  const first = listed < campaign.sources ? `the first ${count(listed)} of ${all}` : all
  return strangers > 0 ? `${first}, ${count(strangers)} not seen here` : first
}

const facetsOf = (field: Field) => {
  const values = valuesOf(field)
  return ({ source }: Member) => (source ? values(source) : [])
}

export const memberColumns: readonly Column<Member>[] = [
  { id: 'severity', title: 'Severity', width: '96px', plain: ({ source }) => source?.severity ?? '' },
  { id: 'address', title: 'Source', width: 'minmax(124px, 2fr)', sortBy: ({ address }) => address },
  { id: 'country', title: 'Country', width: 'minmax(64px, 1fr)', sortBy: ({ source }) => source?.country ?? '' },
  {
    ...{ id: 'messages', title: 'Messages', width: '80px', align: 'end' },
    text: ({ source }) => count(source?.messages ?? 0),
    sortBy: ({ source }) => source?.messages ?? 0,
  },
  { id: 'tools', title: 'Tools', width: 'minmax(90px, 1fr)', facets: facetsOf('tool') },
  { id: 'proof', title: 'Proof', width: '104px', facets: facetsOf('proof') },
  {
    ...{ id: 'last', title: 'Last seen', width: '184px' },
    sortBy: ({ source }) => source?.lastSeen ?? 0,
    plain: ({ source }) => (source ? isoTime(source.lastSeen) : ''),
  },
]

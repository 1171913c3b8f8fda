import type { Reader } from '../../store/connection.ts'
import { members, takenOut, type Membership } from '../../store/suggestions/decided.ts'
import { keptSuggestions } from '../../store/suggestions/kept.ts'
import type { Decisions } from '../suggest/decisions.ts'
import { toldIn } from './told.ts'

/** What was decided about campaigns and suggestions so far. */
export const decisionsIn = (reader: Reader): Decisions => ({
  campaigns: [...Map.groupBy(members(reader), ({ campaign }) => campaign)].map(([campaign, of]) => ({
    ...{ id: `${campaign}`, sources: of.map(({ address }) => address) },
  })),
  rejected: keptSuggestions(reader)
    .filter(({ rejectedAt }) => rejectedAt !== null)
    .map(({ sources, told }) => ({ sources, signature: toldIn(told).signature })),
  detached: takenOut(reader).map(detachedOf),
})

const detachedOf = ({ campaign, address }: Membership): Decisions['detached'][number] => ({
  ...{ source: address, campaign: `${campaign}` },
})

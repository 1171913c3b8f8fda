import { valuesOf } from '../../lists/facets.ts'
import type { Column } from '../../components/grid.ts'
import { banStateNames } from '../../text/words.ts'
import { addressOf, decisionNames, reasonsOf, sentenceOf, type InboxItem } from './item.ts'

const proofOf = (item: InboxItem): string => {
  if (item.kind === 'source') return item.source.proof
  return item.decision.kind === 'range' ? '' : item.decision.ban.proof
}
const messagesOf = (item: InboxItem): number => {
  if (item.kind === 'source') return item.source.messages
  return item.decision.kind === 'range' ? 0 : item.decision.ban.messages
}
const stateOf = (item: InboxItem): string => {
  if (item.kind === 'decision') return item.decision.kind === 'range' ? '' : banStateNames[item.decision.ban.state]
  const { back, whitelisted, ban } = item.source
  return back ?? (whitelisted ? 'Whitelisted' : ban ? banStateNames[ban] : '')
}

const ofSource =
  (field: 'severity' | 'source') =>
  (item: InboxItem): ReturnType<ReturnType<typeof valuesOf>> =>
    item.kind === 'source' ? valuesOf(field)(item.source) : []

/** The order is the engine's, worst first: rows that are not listed yet belong in it too. */
export const inboxColumns: readonly Column<InboxItem>[] = [
  {
    id: 'why',
    title: 'Decide',
    width: '92px',
    hint: 'What has to be decided, or the risk by the verdict on the source',
    facets: ofSource('severity'),
    plain: (item) => (item.kind === 'source' ? item.source.severity : decisionNames[item.decision.kind]),
  },
  { id: 'address', title: 'Source', width: '148px', plain: addressOf, facets: ofSource('source') },
  { id: 'sentence', title: 'What it did', width: 'minmax(150px, 2fr)', text: sentenceOf },
  {
    id: 'reasons',
    title: 'Reasons',
    width: 'minmax(120px, 2.4fr)',
    hint: 'At most three; in full at the side',
    text: (item) => reasonsOf(item).join(' · '),
  },
  { id: 'proof', title: 'Proof', width: '93px', hint: 'Is the address provably the attacker’s?', plain: proofOf },
  { id: 'messages', title: 'Messages', width: '70px', align: 'end', plain: (item) => String(messagesOf(item)) },
  { id: 'state', title: 'State', width: '96px', hint: 'Ban, whitelist, or why it is here again', plain: stateOf },
]

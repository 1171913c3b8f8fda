import { inboxRisks, type InboxList, type InboxRisk } from '../../../contract/console/inbox.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/useCommands.ts'
import { banCard, useCards, whitelistCard, type Card } from '../../stores/cards.ts'
import { decisionCommands, type DecisionActs } from './decision-commands.ts'
import { addressesAmong, addressOf, subjectOf, type InboxItem } from './item.ts'
import { listNames, riskKeys } from './list-names.ts'
import type { Put } from './usePutAway.ts'

interface InboxActs extends Omit<DecisionActs, 'decision'> {
  readonly active: () => InboxItem | undefined
  /** Keys of the rows that acts are about: those selected, or the one under the cursor. */
  readonly chosen: () => readonly string[]
  readonly selected: () => boolean
  readonly list: () => InboxList
  /** @param risk sources of that risk alone */
  readonly show: (list: InboxList, risk?: InboxRisk) => void
  readonly risk: () => InboxRisk | undefined
  /** Rows came that would have moved the one under the cursor. */
  readonly held: () => boolean
  readonly showHeld: () => void
  /** Something is about to be done about these, after which they may leave the list. */
  readonly actOn: (subjects: readonly string[]) => void
  readonly putAway: (mark: Put['mark']) => void
}

export const inboxScope = 'inbox'
const listKeys: Readonly<Record<InboxList, string>> = {
  open: 'Shift+I',
  done: 'Shift+D',
  snoozed: 'Shift+S',
  hidden: 'Shift+H',
  banned: 'Shift+B',
}

type AddressAct = 'ban' | 'whitelist' | 'campaign' | 'label'
type DecisionItem = Extract<InboxItem, { kind: 'decision' }>
const isHost = (item: DecisionItem): boolean => !addressOf(item).includes('/')
const fits: Readonly<Record<AddressAct, (item: DecisionItem) => boolean>> = {
  // All others are banned or proposed.
  ban: ({ decision }) => decision.kind === 'regret' || decision.kind === 'range',
  whitelist: () => true,
  campaign: isHost,
  label: isHost,
}

/** What can be done with the rows of the Inbox, beside what every list answers. */
export function useInboxCommands(acts: InboxActs): void {
  const cards = useCards()
  const command = (id: string, rest: Omit<Command, 'id' | 'group' | 'scope'>): Command => ({
    ...rest,
    ...{ id: `${inboxScope}.${id}`, group: 'This screen', scope: inboxScope },
  })
  /** Sources alone; of a decision about bans, under the cursor, what it is about, where the act makes sense of it. */
  const addresses = (act: AddressAct): readonly string[] => {
    const item = acts.active()
    if (acts.selected() || item?.kind !== 'decision') return addressesAmong(acts.chosen())
    return fits[act](item) ? [addressOf(item)] : []
  }
  /** Those of that list are proposed or banned already. */
  const isOffered = (id: AddressAct): boolean => id !== 'ban' || acts.list() !== 'banned'
  const onAddresses = (
    id: AddressAct,
    title: string,
    key: string,
    footer: number,
    card: (of: readonly string[]) => Card,
  ) =>
    command(id, {
      ...{ title, short: id, keys: [key], footer, when: () => isOffered(id) && addresses(id).length > 0 },
      run: () => {
        // With a campaign or a label they go on waiting.
        if (id === 'ban' || id === 'whitelist') acts.actOn(acts.chosen().map(subjectOf))
        cards.open(card(addresses(id)))
      },
    })
  const decision = () => {
    const item = acts.active()
    return !acts.selected() && item?.kind === 'decision' ? item.decision : undefined
  }
  const isAway = (): boolean => acts.list() === 'done' || acts.list() === 'snoozed'
  const has = (): boolean => acts.chosen().length > 0
  const putting = (mark: Put['mark'], id: string, title: string, key: string, footer: number, when: () => boolean) =>
    command(id, { title, short: id, keys: [key], footer, when, run: () => acts.putAway(mark) })

  useCommands([
    putting(
      'done',
      'done',
      'Done with this row, or with those selected',
      'e',
      3,
      () => has() && acts.list() === 'open',
    ),
    putting('open', 'put back', 'Put this row, or those selected, back into the list', 'e', 3, () => has() && isAway()),
    putting(
      'snoozed',
      'snooze',
      'Snooze this row, or those selected …',
      's',
      4,
      () => has() && acts.list() !== 'banned',
    ),
    onAddresses('ban', 'Propose a ban of this source, or of those selected', 'b', 1, banCard),
    onAddresses('whitelist', 'Whitelist this source, or those selected', 'w', 5, whitelistCard),
    onAddresses('campaign', 'Add this source, or those selected, to a campaign', 'c', 6, (of) => ({
      ...{ kind: 'campaign', addresses: of },
    })),
    onAddresses('label', 'Label this source, or those selected', 'l', 7, (of) => ({ kind: 'labels', addresses: of })),
    ...decisionCommands({ ...acts, decision }, command),
    command('show-held', {
      ...{ title: 'Show the rows that came above the cursor', short: 'new rows', keys: ['r'] },
      ...{ when: acts.held, run: acts.showHeld },
    }),
    ...inboxRisks.map((risk) =>
      command(`risk-${risk}`, {
        ...{ title: `Inbox: sources of ${risk} risk alone`, keys: [riskKeys[risk]] },
        ...{ when: () => acts.risk() !== risk, run: () => acts.show(acts.list(), risk) },
      }),
    ),
    command('risk-any', {
      ...{ title: 'Inbox: sources of any risk', keys: ['0'] },
      ...{ when: () => acts.risk() !== undefined, run: () => acts.show(acts.list()) },
    }),
    ...(Object.keys(listKeys) as InboxList[]).map((list) =>
      command(`show-${list}`, {
        ...{ title: `Inbox: show ${listNames[list].toLowerCase()}`, keys: [listKeys[list]] },
        ...{ when: () => acts.list() !== list, run: () => acts.show(list) },
      }),
    ),
  ])
}

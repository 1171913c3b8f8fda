import { useRouter } from 'vue-router'
import { useApi } from '../../../api/use-api.ts'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/useCommands.ts'
import { useCopy } from '../../../lists/clipboard.ts'
import { banCard, useCards, whitelistCard, type Card } from '../../../stores/cards.ts'
import { useToasts } from '../../../stores/toasts.ts'
import { dialogRoute } from '../../dialog/link.ts'
import { copiesOfDialog } from './dialog-copies.ts'

export interface ResultActs {
  readonly scope: string
  readonly label: string
  /** Of the row under the cursor. */
  readonly source: () => string | undefined
  readonly dialog: () => number | undefined
  /** Message under the cursor, when rows are messages. */
  readonly event: () => number | undefined
  readonly canAct: () => boolean
  /** Whether an act is about every row that matches: then the engine has to look for the addresses. */
  readonly isAboutAll: () => boolean
  readonly allAddresses: (signal: AbortSignal) => Promise<readonly string[]>
  readonly addresses: () => readonly string[]
  readonly selectAll: () => void
  readonly canSelectAll: () => boolean
  readonly chooseColumns: () => void
}

/** What can be done with the rows of the results, beside what every list answers. */
export function useResultCommands(acts: ResultActs): void {
  const router = useRouter()
  const cards = useCards()
  const toasts = useToasts()
  const { scope } = acts
  const command = (id: string, rest: Omit<Command, 'id' | 'group' | 'scope'>): Command => ({
    ...rest,
    id: `${scope}.${id}`,
    group: 'This screen',
    scope,
  })
  const openCard = (card: (addresses: readonly string[]) => Card): void => {
    if (acts.isAboutAll()) return cards.open({ kind: 'gathering', read: acts.allAddresses, then: card })
    try {
      const addresses = acts.addresses()
      if (addresses.length > 0) cards.open(card(addresses))
    } catch (error) {
      toasts.failed('That is too much for one act', error)
    }
  }
  const act = (id: string, title: string, key: string, footer: number, card: (addresses: readonly string[]) => Card) =>
    command(id, { title, short: id, keys: [key], footer, when: acts.canAct, run: () => openCard(card) })

  useCommands([
    act('ban', 'Propose a ban of this source, or of those selected', 'b', 2, banCard),
    act('whitelist', 'Whitelist this source, or those selected', 'w', 3, whitelistCard),
    act('campaign', 'Add this source, or those selected, to a campaign', 'c', 4, (addresses) => ({
      kind: 'campaign',
      addresses,
    })),
    act('label', 'Label this source, or those selected', 'l', 6, (addresses) => ({ kind: 'labels', addresses })),
    command('dialog', {
      title: 'Open its dialog',
      keys: ['f'],
      when: () => acts.dialog() !== undefined,
      run: () => {
        const [dialog, message] = [acts.dialog(), acts.event()]
        if (dialog !== undefined) void router.push(dialogRoute(dialog, message === undefined ? {} : { message }))
      },
    }),
    command('source', {
      title: 'Open the profile of its source',
      keys: ['Shift+F'],
      when: () => acts.source() !== undefined,
      run: () => void router.push({ name: 'source', params: { address: acts.source() } }),
    }),
    command('select-matching', {
      title: 'Select all that match',
      keys: ['Ctrl+Shift+A'],
      when: acts.canSelectAll,
      run: acts.selectAll,
    }),
    command('columns', { title: 'Choose columns …', keys: ['Shift+C'], run: acts.chooseColumns }),
    ...copiesOfDialog({ ...acts, api: useApi(), copy: useCopy(), failed: toasts.failed }),
  ])
}

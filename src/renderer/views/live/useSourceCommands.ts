import type { Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { SourceRow } from '../../../contract/console/vocabulary.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/useCommands.ts'
import { addressesOf, type Selection } from '../../lists/selection.ts'
import { banCard, useCards, whitelistCard } from '../../stores/cards.ts'

type Named = Pick<SourceRow, 'address'>
type Act = Pick<Command, 'title' | 'short' | 'keys'> & { readonly run: (row: Named) => void }

/**
 * What can be done with the source under the cursor of the list called `scope`, or with those selected in it.
 */
export function useSourceCommands(scope: string, current: () => Named | undefined, selected?: Ref<Selection>): void {
  const router = useRouter()
  const cards = useCards()
  const meant = (address: string): readonly string[] => addressesOf(selected?.value, address)
  const acts: readonly (readonly [string, Act])[] = [
    [
      'open',
      {
        title: 'Open the profile of this source',
        short: 'profile',
        keys: ['Enter', 'Shift+F'],
        run: ({ address }) => void router.push({ name: 'source', params: { address } }),
      },
    ],
    [
      'ban',
      {
        title: selected ? 'Propose a ban of this source, or of those selected' : 'Propose a ban of this source',
        short: 'ban',
        keys: ['b'],
        run: ({ address }) => cards.open(banCard(meant(address))),
      },
    ],
    [
      'whitelist',
      {
        title: selected ? 'Whitelist this source, or those selected' : 'Whitelist this source',
        short: 'whitelist',
        keys: ['w'],
        run: ({ address }) => cards.open(whitelistCard(meant(address))),
      },
    ],
    [
      'campaign',
      {
        title: selected ? 'Add this source, or those selected, to a campaign' : 'Add this source to a campaign',
        short: 'campaign',
        keys: ['c'],
        run: ({ address }) => cards.open({ kind: 'campaign', addresses: meant(address) }),
      },
    ],
  ]
  useCommands(
    acts.map(([id, act], at) => ({
      ...act,
      id: `${scope}.${id}`,
      group: 'This screen',
      scope,
      footer: at + 1,
      when: () => current() !== undefined,
      run: () => {
        const row = current()
        if (row) act.run(row)
      },
    })),
  )
}

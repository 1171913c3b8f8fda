import { ref, type Ref } from 'vue'
import { useRouter } from 'vue-router'
import type { WhitelistEntry } from '../../../../contract/console/whitelist.ts'
import type { AskedKind } from '../../../../contract/ledger/roles.ts'
import { useApi } from '../../../api/use-api.ts'
import { useCommands } from '../../../commands/useCommands.ts'
import { useToasts } from '../../../stores/toasts.ts'
import { visibleString } from '../../../text/visible.ts'
import { isHost } from '../words.ts'

interface Around {
  readonly chosen: () => WhitelistEntry | undefined
  readonly whyNot: (kind: AskedKind) => string | undefined
}

export interface EntryActs {
  /** What the cards are open for. */
  readonly changing: Ref<WhitelistEntry | undefined>
  readonly removing: Ref<WhitelistEntry | undefined>
  readonly change: () => void
  readonly remove: () => void
  readonly discard: () => void
  readonly source: () => void
  /** Why the chosen entry cannot be changed or removed. */
  readonly blocked: (kind: 'whitelist.changed' | 'whitelist.removed') => string | undefined
}

/** Why one that is not active can be neither changed nor removed. */
const notActive: Readonly<Record<Exclude<WhitelistEntry['state'], 'active'>, string>> = {
  queued: 'The entry waits for the feed: it can be changed once that has it.',
  refused: 'The feed refused the entry: it protects nothing, and can be discarded.',
  expired: 'The entry has ended: add another one.',
  removed: 'The entry was removed: add another one.',
}

/** What can be done with the chosen entry: by button, key, palette and menu alike. */
export function useEntryActs({ chosen, whyNot }: Around): EntryActs {
  const api = useApi()
  const toasts = useToasts()
  const router = useRouter()
  const changing = ref<WhitelistEntry>()
  const removing = ref<WhitelistEntry>()
  const isActive = (): boolean => chosen()?.state === 'active'
  const blocked: EntryActs['blocked'] = (kind) => {
    const entry = chosen()
    if (!entry) return 'Choose an entry first.'
    return entry.state === 'active' ? whyNot(kind) : notActive[entry.state]
  }
  const open = (card: Ref<WhitelistEntry | undefined>, kind: Parameters<EntryActs['blocked']>[0]): void => {
    if (blocked(kind) === undefined) card.value = chosen()
  }
  const change = (): void => open(changing, 'whitelist.changed')
  const remove = (): void => open(removing, 'whitelist.removed')
  const source = (): void => {
    const entry = chosen()
    if (entry) void router.push({ name: 'source', params: { address: entry.value } })
  }
  const discard = async (): Promise<void> => {
    const entry = chosen()
    if (!entry) return
    try {
      await api.call('ban.discard', { id: entry.id })
      toasts.done(`What was refused about ${visibleString(entry.value, 60)} is discarded.`)
    } catch (error) {
      toasts.failed('It could not be discarded', error)
    }
  }
  const ofEntry = { group: 'This screen', scope: 'whitelist' } as const
  useCommands([
    {
      ...{ ...ofEntry, id: 'whitelist.change', title: 'Change the chosen entry …', keys: ['e'], footer: 2 },
      ...{ short: 'Change', when: isActive, blocked: () => whyNot('whitelist.changed'), run: change },
    },
    {
      ...{ ...ofEntry, id: 'whitelist.remove', title: 'Remove the chosen entry …', keys: ['Delete'], footer: 3 },
      ...{ short: 'Remove', when: isActive, blocked: () => whyNot('whitelist.removed'), run: remove },
    },
    {
      ...{ ...ofEntry, id: 'whitelist.discard', title: 'Discard what the feed refused', keys: ['d'] },
      ...{ short: 'Discard', when: () => chosen()?.error !== undefined, run: () => void discard() },
    },
    {
      ...{
        ...ofEntry,
        id: 'whitelist.source',
        title: 'Open the source of the chosen entry',
        keys: ['Shift+F'],
        footer: 4,
      },
      ...{ short: 'Source', when: () => isHost(chosen()), run: source },
    },
  ])
  return { changing, removing, change, remove, source, blocked, discard: () => void discard() }
}

import type { WhitelistPreview } from '../../../../contract/console/whitelist.ts'
import { useApi } from '../../../api/use-api.ts'
import { useTeam } from '../../../composables/useTeam.ts'
import { useToasts } from '../../../stores/toasts.ts'
import { endedWords } from './ended.ts'

interface Added {
  readonly id: string
  /** Made visible. */
  readonly value: string
  readonly queued: boolean
  /** What the card said that it would do. */
  readonly did: WhitelistPreview | undefined
}

/** Tells that an entry was added, what that ended, and what the way back does and does not do. */
export function useWhitelisted(): (added: Added) => void {
  const api = useApi()
  const toasts = useToasts()
  const { whyNot } = useTeam()

  async function takeBack({ id, value }: Added, ended: string | undefined): Promise<void> {
    try {
      const { queued } = await api.call('whitelist.remove', { id, reason: 'undone by the analyst' })
      if (queued) return toasts.done(`The removal of ${value} waits in the outbox: the feed is away.`)
      toasts.done(`${value} is no longer whitelisted.${ended === undefined ? '' : ` It stays so: ${ended}.`}`)
    } catch (error) {
      toasts.failed(`${value} could not be removed`, error)
    }
  }

  return (added) => {
    const { value, queued, did } = added
    const ended = queued || did === undefined ? undefined : endedWords(did)
    const undoable = whyNot('whitelist.removed') === undefined
    const done = queued ? `${value} waits in the outbox: the feed is away.` : `${value} is whitelisted.`
    const sentence = ended === undefined ? '' : ` ${ended}${undoable ? '; Undo does not bring that back' : ''}.`
    toasts.done(`${done}${sentence}`, undoable ? { label: 'Undo', run: () => takeBack(added, ended) } : undefined)
  }
}

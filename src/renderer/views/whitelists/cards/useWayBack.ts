import type { WhitelistEntry, WhitelistTerms } from '../../../../contract/console/whitelist.ts'
import { useApi } from '../../../api/use-api.ts'
import { useTeam } from '../../../composables/useTeam.ts'
import { useToasts } from '../../../stores/toasts.ts'
import { visibleString } from '../../../text/visible.ts'
import { whyNotSave } from '../words.ts'
import { endedWords } from './ended.ts'

/** What the engine says of a change: the entry as it then is. */
type Changed = WhitelistTerms & { readonly queued: boolean }

/** Milliseconds: the least that an entry lasts. */
const shortest = 3_600_000
const reason = 'undone by the analyst'

/**
 * Tells that an entry was changed or removed, with the way back. What an entry ended stays ended, and a way back that
 * would end bans by itself is left to its card, which shows them first.
 */
export function useWayBack() {
  const api = useApi()
  const toasts = useToasts()
  const { whyNot, me } = useTeam()

  /** @throws Error with what the entry as it was would end by now, or why it cannot be had. */
  async function requireHarmless({ value, match, mode }: WhitelistEntry, id?: string): Promise<void> {
    const preview = await api.call('whitelist.preview', { value, match, mode, ...(id === undefined ? {} : { id }) })
    const ended = endedWords(preview)
    const limit = whyNotSave(preview, me.value)
    if (limit !== undefined) throw new Error(limit)
    if (ended !== undefined) throw new Error(`it would end bans by now (${ended}): open its card to see which`)
  }

  async function changeBack(before: WhitelistEntry, { mode, expiresAt }: Changed): Promise<void> {
    const name = visibleString(before.value, 60)
    if (before.mode !== mode) await requireHarmless(before, before.id)
    const { queued } = await api.call('whitelist.change', {
      ...{ id: before.id, reason, was: { mode, expiresAt } },
      ...(before.mode === mode ? {} : { mode: before.mode }),
      ...(before.expiresAt === expiresAt ? {} : { expiresAt: before.expiresAt }),
    })
    const waits = `The way back for ${name} waits in the outbox: the feed is away.`
    toasts.done(queued ? waits : `The entry of ${name} is as it was before.`)
  }

  async function addAgain(entry: WhitelistEntry): Promise<void> {
    const { value, match, mode, owner, expiresAt } = entry
    const name = visibleString(value, 60)
    await requireHarmless(entry)
    const { queued } = await api.call('whitelist.add', {
      ...{ value, match, mode, owner, reason: entry.reason, duration: Math.max(shortest, expiresAt - Date.now()) },
    })
    toasts.done(
      queued ? `${name} waits in the outbox: the feed is away.` : `${name} is whitelisted again, by a new entry.`,
    )
  }

  return {
    /** @param ended what the change ended, as the card showed it */
    tellChanged: (before: WhitelistEntry, after: Changed, ended: string | undefined): void => {
      const name = visibleString(before.value, 60)
      const done = after.queued
        ? `The change of ${name} waits in the outbox: the feed is away.`
        : `The entry of ${name} is changed.`
      const stays = after.queued || ended === undefined ? '' : ` ${ended}; Undo does not bring that back.`
      toasts.done(`${done}${stays}`, { label: 'Undo', run: () => changeBack(before, after) })
    },
    tellRemoved: (entry: WhitelistEntry, queued: boolean): void => {
      const name = visibleString(entry.value, 60)
      const done = queued
        ? `The removal of ${name} waits in the outbox: the feed is away.`
        : `${name} is no longer whitelisted.`
      const undoable = whyNot('whitelist.added') === undefined && entry.expiresAt - Date.now() >= shortest
      toasts.done(done, undoable ? { label: 'Undo', run: () => addAgain(entry) } : undefined)
    },
  }
}

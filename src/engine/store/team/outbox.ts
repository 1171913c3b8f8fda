import { isTeamIntent, type TeamIntent } from '../../../contract/ledger/life/team.ts'
import type { Writer } from '../connection.ts'
import { outboxStore, type OutboxStore } from '../outbox.ts'
import { show, unshow } from './shown.ts'

/**
 * The outbox of a console that shows at once what its analyst asked for: labels and campaigns change with the intent, and
 * change back when the feed refuses it.
 * @param shown is told of every such change.
 */
export function showingOutbox(store: Writer, shown: (intent: TeamIntent) => void): OutboxStore {
  const plain = outboxStore(store)
  /** Takes the intent out of what waits. */
  const leave = (id: string, take: () => void): void => {
    const intent = plain.get(id)?.signed.intent
    store.transaction(() => {
      take()
      if (intent && isTeamIntent(intent)) unshow(store, intent)
    })
    if (intent && isTeamIntent(intent)) shown(intent)
  }
  return {
    ...plain,
    add: (signed) => {
      const { intent } = signed
      store.transaction(() => {
        if (isTeamIntent(intent)) show(store, intent, intent.time)
        plain.add(signed)
      })
      if (isTeamIntent(intent)) shown(intent)
    },
    refuse: (id, code, error) => leave(id, () => plain.refuse(id, code, error)),
    remove: (id) => leave(id, () => plain.remove(id)),
  }
}

import type { WhitelistEntry } from '../../contract/console/whitelist.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import type { WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import { modeOf } from '../../contract/ledger/whitelist.ts'
import { authorName } from '../blacklist/bans/names.ts'
import type { Reading } from '../readers/reading.ts'
import type { OutboxItem } from '../store/outbox.ts'

export type Records = Pick<Reading, 'ledger' | 'queue'>

/** Those in force or on their way to it. What the feed refused is neither, and must never be taken for a protection. */
export function standingEntries(records: Records, now: number): readonly WhitelistEntry[] {
  const waiting = records.queue.all()
  const queued = queuedEntries(waiting, records).filter(({ state }) => state === 'queued')
  const active = recordedEntries(records.ledger.activeEntries(), records, waiting, now)
  return [...queued, ...active.filter(({ state }) => state === 'active')]
}

/** The entry as recorded, or as it waits. */
export function findEntry(records: Records, id: string, now: number): WhitelistEntry | undefined {
  const waiting = records.queue.all()
  const life = records.ledger.entry(id)
  if (life) return recordedEntries([life], records, waiting, now)[0]
  return queuedEntries(waiting, records).find((entry) => entry.id === id)
}

/** As the ledger has them, with what is on its way about them. */
export function recordedEntries(
  lives: readonly WhitelistLife[],
  { ledger }: Records,
  waiting: readonly OutboxItem[],
  now: number,
): readonly WhitelistEntry[] {
  const about = Map.groupBy(waiting, ({ signed }) => signed.intent.subject)
  return lives.map(({ id, addition, owner, addedAt, state }) => ({
    ...factsOf(id, addition, authorName(owner, ledger)),
    addedAt,
    // The feed lets it end at that very time; its record may reach us later.
    state: state === 'active' && addition.expiresAt <= now ? 'expired' : state,
    ...pendingOf(about.get(id) ?? []),
  }))
}

/** What was asked for and is not recorded: waiting, or refused. */
export const queuedEntries = (waiting: readonly OutboxItem[], { ledger }: Records): readonly WhitelistEntry[] =>
  waiting.flatMap(({ signed: { intent }, state, error }) => {
    if (intent.kind !== 'whitelist.added') return []
    return {
      ...factsOf(intent.subject, intent.body, authorName(intent.author, ledger)),
      addedAt: intent.time,
      state: state === 'refused' ? ('refused' as const) : ('queued' as const),
      ...(error === undefined ? {} : { error }),
    }
  })

function factsOf(id: string, addition: WhitelistAddition, addedBy: string) {
  const { value, reason, expiresAt, match = 'network', owner = addedBy } = addition
  return { id, value, match, mode: modeOf(addition), reason, owner, addedBy, expiresAt }
}

const pendingWords = { 'whitelist.changed': 'change', 'whitelist.removed': 'removal' } as const

/** A refusal outranks what still waits: it needs somebody's eye. */
function pendingOf(items: readonly OutboxItem[]): Pick<WhitelistEntry, 'pending' | 'error'> {
  const item = items.find(({ state }) => state === 'refused') ?? items[0]
  const kind = item?.signed.intent.kind
  if (!item || (kind !== 'whitelist.changed' && kind !== 'whitelist.removed')) return {}
  return { pending: pendingWords[kind], ...(item.error === undefined ? {} : { error: item.error }) }
}

import type { WhitelistEntry } from '../../contract/console/whitelist.ts'
import type { WhitelistAddition } from '../../contract/ledger/intents/whitelist.ts'
import type { WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import { modeOf } from '../../contract/ledger/whitelist.ts'
import { authorName } from '../blacklist/bans/rows.ts'
import type { Reading } from '../readers/reading.ts'
import type { OutboxItem } from '../store/outbox.ts'

type Records = Pick<Reading, 'ledger' | 'queue'>

/** What the ledger holds, newest first, behind what is still on its way to it. */
export function listEntries(records: Records, now: number): readonly WhitelistEntry[] {
  const waiting = records.queue.all()
  return [
    ...queuedEntries(waiting, records),
    ...records.ledger.entries().map((life) => recordedEntry(life, records, waiting, now)),
  ]
}

/** Those in force or on their way to it. However many there are: `listEntries` ends somewhere. */
export function standingEntries(records: Records, now: number): readonly WhitelistEntry[] {
  const waiting = records.queue.all()
  const active = records.ledger.activeEntries().map((life) => recordedEntry(life, records, waiting, now))
  return [...queuedEntries(waiting, records), ...active.filter(({ state }) => state === 'active')]
}

/** The entry as recorded, or as it waits. */
export function findEntry(records: Records, id: string, now: number): WhitelistEntry | undefined {
  const waiting = records.queue.all()
  const life = records.ledger.entry(id)
  if (life) return recordedEntry(life, records, waiting, now)
  return queuedEntries(waiting, records).find((entry) => entry.id === id)
}

function recordedEntry(
  { id, addition, owner, addedAt, state }: WhitelistLife,
  { ledger }: Records,
  waiting: readonly OutboxItem[],
  now: number,
): WhitelistEntry {
  return {
    ...factsOf(id, addition, authorName(owner, ledger)),
    addedAt,
    // The feed lets it end at that very time; its record may reach us later.
    state: state === 'active' && addition.expiresAt <= now ? 'expired' : state,
    ...pendingOf(waiting.filter(({ signed }) => signed.intent.subject === id)),
  }
}

const queuedEntries = (waiting: readonly OutboxItem[], { ledger }: Records): readonly WhitelistEntry[] =>
  waiting.flatMap(({ signed: { intent }, error }) => {
    if (intent.kind !== 'whitelist.added') return []
    return {
      ...factsOf(intent.subject, intent.body, authorName(intent.author, ledger)),
      addedAt: intent.time,
      state: 'queued' as const,
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

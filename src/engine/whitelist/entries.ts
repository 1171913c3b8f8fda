import type { WhitelistEntry } from '../../contract/console/whitelist.ts'
import type { WhitelistLife } from '../../contract/ledger/life.ts'
import { authorName } from '../blacklist/rows.ts'
import type { Blacklist } from '../blacklist/blacklist.ts'
import type { OutboxItem } from '../store/outbox.ts'

/** What the ledger holds, newest first, behind what is still on its way to it. */
export function listEntries(blacklist: Blacklist, now: number): readonly WhitelistEntry[] {
  const waiting = blacklist.queue.all()
  const queued = waiting.flatMap((item) => queuedEntry(item, blacklist) ?? [])
  return [...queued, ...blacklist.ledger.entries().map((life) => recordedEntry(life, blacklist, waiting, now))]
}

function recordedEntry(
  { id, addition, owner, addedAt, state }: WhitelistLife,
  { ledger }: Blacklist,
  waiting: readonly OutboxItem[],
  now: number,
): WhitelistEntry {
  const error = waiting.find(({ signed }) => signed.intent.subject === id)?.error
  return {
    id,
    value: addition.value,
    reason: addition.reason,
    owner: authorName(owner, ledger),
    addedAt,
    expiresAt: addition.expiresAt,
    // The feed lets it end at that very time; its record may reach us later.
    state: state === 'active' && addition.expiresAt <= now ? 'expired' : state,
    ...(error === undefined ? {} : { error }),
  }
}

function queuedEntry({ signed, error }: OutboxItem, { ledger }: Blacklist): WhitelistEntry | undefined {
  const { intent } = signed
  if (intent.kind !== 'whitelist.added') return undefined
  const { value, reason, expiresAt } = intent.body
  return {
    id: intent.subject,
    value,
    reason,
    owner: authorName(intent.author, ledger),
    addedAt: intent.time,
    expiresAt,
    state: 'queued',
    ...(error === undefined ? {} : { error }),
  }
}

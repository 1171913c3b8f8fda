import type { WhitelistEntry } from '../../contract/console/whitelist.ts'
import type { WhitelistLife } from '../../contract/ledger/life/whitelist.ts'
import { authorName } from '../blacklist/rows.ts'
import type { Reading } from '../readers/reading.ts'
import type { OutboxItem } from '../store/outbox.ts'

type Records = Pick<Reading, 'ledger' | 'queue'>

/** What the ledger holds, newest first, behind what is still on its way to it. */
export function listEntries(records: Records, now: number): readonly WhitelistEntry[] {
  const waiting = records.queue.all()
  const queued = waiting.flatMap((item) => queuedEntry(item, records) ?? [])
  return [...queued, ...records.ledger.entries().map((life) => recordedEntry(life, records, waiting, now))]
}

function recordedEntry(
  { id, addition, owner, addedAt, state }: WhitelistLife,
  { ledger }: Records,
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

function queuedEntry({ signed, error }: OutboxItem, { ledger }: Records): WhitelistEntry | undefined {
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

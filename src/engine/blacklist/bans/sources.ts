import type { Reading } from '../../readers/reading.ts'
import type { LedgerReader } from '../../store/ledger-mirror.ts'
import type { OutboxItem } from '../../store/outbox.ts'
import { authorNames } from './names.ts'

/** What rows of bans are made of, read once for all of them. */
export interface RowSources {
  readonly ledger: LedgerReader
  /** All that waits in the outbox or was refused; there may be ten thousand of a bulk. */
  readonly waiting: readonly OutboxItem[]
  readonly waitingFor: (ban: string) => readonly OutboxItem[]
  readonly nameOf: (key: string) => string
}

export function rowSources({ ledger, queue }: Pick<Reading, 'ledger' | 'queue'>): RowSources {
  const waiting = queue.all()
  const byBan = Map.groupBy(waiting, ({ signed }) => signed.intent.subject)
  return { ledger, waiting, waitingFor: (ban) => byBan.get(ban) ?? [], nameOf: authorNames(ledger) }
}

import type { LedgerRecord } from '../../../contract/ledger/record.ts'
import type { LedgerEnd, LedgerReader } from '../../store/ledger-mirror.ts'
import { chainFault } from '../ledger/mirror.ts'
import type { FeedHttp } from './http.ts'

/**
 * Whether a feed whose ledger does not continue our copy of it went on from a backup: where the two part, the feed itself
 * says so in a record that it signed. Without one it may be anybody's, or rolled back by accident.
 * @returns how many of our records it has lost; `undefined` when it says nothing of the kind. @throws what `http` does.
 */
export async function lostByRestore(http: FeedHttp, ledger: LedgerReader): Promise<number | undefined> {
  const end = ledger.end()
  const { key, records } = await http.info()
  if (!end || key !== ledger.feedKey()) return undefined
  const common = await lastCommon(http, ledger, Math.min(end.seq, records))
  if (common === end.seq || !(await saysRestored(http, ledger, common))) return undefined
  return end.seq - common
}

/** Ledgers that part never meet again, so that the last record of both is found by halving. */
async function lastCommon(http: FeedHttp, ledger: LedgerReader, most: number): Promise<number> {
  let [same, different] = [0, most + 1]
  while (different - same > 1) {
    const middle = (same + different) >> 1
    const [theirs] = await http.records(middle - 1, 1)
    if (theirs?.hash === recordAt(ledger, middle)?.hash) same = middle
    else different = middle
  }
  return same
}

const recordAt = (ledger: LedgerReader, seq: number): LedgerRecord | undefined =>
  seq < 1 ? undefined : ledger.page(seq - 1)[0]

/** Behind what we share, each record by its chain and signature. */
async function saysRestored(http: FeedHttp, ledger: LedgerReader, common: number): Promise<boolean> {
  let end: LedgerEnd | undefined = recordAt(ledger, common)
  for (;;) {
    const page = await http.records(end?.seq ?? 0)
    if (page.length === 0) return false
    for (const record of page) {
      if (chainFault(record, end) !== undefined) return false
      end = record
      const { kind, author, body } = record.intent
      if (kind === 'policy.changed' && author === ledger.feedKey() && body.restored !== undefined) return true
    }
  }
}

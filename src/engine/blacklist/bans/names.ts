import type { LedgerReader } from '../../store/ledger-mirror.ts'
import { fingerprintOf } from '../feed/identity.ts'

/** The name that the ledger knows a key by; the feed's own key has none. */
export function authorName(key: string, ledger: LedgerReader): string {
  if (key === ledger.feedKey()) return 'feed'
  return ledger.analystName(key) ?? fingerprintOf(key)
}

/** The same for one answer about many bans: few people have made them all. */
export function authorNames(ledger: LedgerReader): (key: string) => string {
  const known = new Map<string, string>()
  return (key) => {
    const name = known.get(key) ?? authorName(key, ledger)
    known.set(key, name)
    return name
  }
}

import { mostEntriesListed, type WhitelistEntry, type WhitelistList } from '../../contract/console/whitelist.ts'
import { overlaps, parseNetwork } from '../../contract/ledger/address.ts'
import { queuedEntries, recordedEntries, type Records } from './entries.ts'

/** Every entry that `search` names, as far as one answer takes them: those that protect come before those that did. */
export function listEntries(records: Records, now: number, search: string): WhitelistList {
  const { ledger, queue } = records
  const waiting = queue.all()
  const most = search === '' ? mostEntriesListed : undefined
  const fits = fitting(search)
  const queued = queuedEntries(waiting, records).filter(fits)
  const recorded = recordedEntries(ledger.entries(most), records, waiting, now).filter(fits)
  return {
    entries: [...queued, ...recorded].slice(0, mostEntriesListed),
    found: queued.length + (search === '' ? ledger.entryCount() : recorded.length),
    active: ledger.activeEntries().filter(({ addition }) => addition.expiresAt > now).length,
  }
}

function fitting(search: string): (entry: WhitelistEntry) => boolean {
  if (search === '') return () => true
  const wanted = parseNetwork(search)
  const part = search.toLowerCase()
  return ({ value, match, reason, owner }) => {
    const network = wanted && match === 'network' ? parseNetwork(value) : undefined
    if (wanted && network && overlaps(network, wanted)) return true
    return [value, reason, owner].some((text) => text.toLowerCase().includes(part))
  }
}

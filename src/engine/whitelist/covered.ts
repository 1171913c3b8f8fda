import type { WhitelistCovered } from '../../contract/console/whitelist.ts'
import { RpcError } from '../../contract/rpc/error.ts'
import type { Reading } from '../readers/reading.ts'
import { coveredBy, type Matched } from '../store/covered.ts'
import type { Run } from '../store/query/run.ts'
import { standingEntries } from './entries.ts'
import { storeRun } from './run.ts'

/** Without a table of networks nobody can say how many: the words say so. */
export function coveredWords(entry: Matched, run: Run): WhitelistCovered {
  try {
    return coveredBy(entry, run)
  } catch (error) {
    if (!(error instanceof RpcError) || error.code !== 'unavailable') throw error
    return { sources: 0, messages: 0, dialogs: 0, uncounted: error.message }
  }
}

/** Of those in force, or on their way to it; the others are left out. */
export function coveredByEach(
  ids: readonly string[],
  reading: Reading,
): readonly (WhitelistCovered & { readonly id: string })[] {
  const run = storeRun(reading)
  const wanted = new Set(ids)
  return standingEntries(reading, reading.now()).flatMap((entry) =>
    wanted.has(entry.id) ? { id: entry.id, ...coveredWords(entry, run) } : [],
  )
}

import type { Reader } from '../connection.ts'
import { keptSince } from './kept.ts'
import { storedEvents } from '../totals.ts'
import { verifyAtLarge } from './at-large.ts'
import { verifyDialogs } from './by-dialog.ts'
import { verifyLevels } from './levels.ts'
import { verifySources } from './by-source.ts'
import { verifyTimes } from './by-time.ts'
import { VerifyRun } from './run.ts'

export interface VerifyOptions {
  readonly signal?: AbortSignal
  /** Messages looked at, each of them once by time, once by source and once by dialog. */
  readonly onProgress?: (done: number, total: number) => void
  /** UTC milliseconds: says which seconds are still counted. */
  readonly now?: () => number
}

const looks = 3

/**
 * Counts everything anew that is counted as events come in, and says in words where the two differ; an empty list when
 * all is exact. Reads stretch by stretch in bounded memory: minutes for 20 million events, beside whatever is stored
 * meanwhile. Where retention deleted events, what is left is compared level by level alone.
 * @throws the signal's reason, once it is aborted.
 */
export async function verifyStore(reader: Reader, options: VerifyOptions = {}): Promise<readonly string[]> {
  const total = looks * storedEvents(reader)
  const run = new VerifyRun(reader, options.signal, (done) => options.onProgress?.(Math.min(done, total), total))
  const kept = keptSince(reader)
  const now = options.now ?? Date.now
  const atLarge = (): Promise<void> => verifyAtLarge(run, kept, now())
  for (const part of [verifyLevels, atLarge, verifyTimes, verifySources, verifyDialogs]) {
    if (!run.full) await part(run, kept)
  }
  return run.full ? [...run.differences, 'and perhaps more: so many are enough'] : run.differences
}

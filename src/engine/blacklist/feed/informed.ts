import { setTimeout as sleep } from 'node:timers/promises'
import type { FeedInfo } from '../../../contract/ledger/api.ts'
import type { FeedHttp } from './http.ts'

/** What a feed says about itself changes while we follow it: a clock jumps. Asked anew so often, milliseconds. */
const usually = 30_000

/** Asks until `signal`; a question that fails is asked again, because the stream tells when the feed is lost. */
export async function keepInformed(
  http: Pick<FeedHttp, 'info'>,
  signal: AbortSignal,
  take: (info: FeedInfo) => void,
  every = usually,
): Promise<void> {
  const over = (): boolean => signal.aborted
  while (!over()) {
    await sleep(every, undefined, { signal, ref: false }).catch(() => undefined)
    if (over()) return
    const info = await http.info().catch(() => undefined)
    if (info && !over()) take(info)
  }
}
